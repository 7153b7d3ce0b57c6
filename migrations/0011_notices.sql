-- +goose Up
-- Who was told what, by which means, and whether it arrived. The sending is a job in River's tables, written in
-- the same commit as the notice.
create table notices (
    city_id       text not null references cities,
    id            bigint generated always as identity,
    key           text not null, -- of the occasion and the recipient: told once
    kind          text not null check (kind in ('registered', 'planned', 'done', 'ended', 'order', 'escalation', 'trial')),
    request_id    bigint,
    order_id      bigint,
    escalation_id bigint,
    account_id    bigint, -- the recipient: an account, a person, a crew, or with none of them whoever called
    person_id     bigint,
    crew_id       bigint,
    recipient     text not null, -- as the desk reads it: a name, a crew's, the caller
    urgent        boolean not null,
    subject       text not null,
    text          text not null,
    link          text not null default '', -- a path of ours that the text leads to
    term          timestamptz, -- the planned term that was told
    means         text[] not null check (means <> '{}'), -- in the order in which they are tried
    ack_seconds   integer not null default 0 check (ack_seconds >= 0), -- 0: it has arrived when it was sent
    token         text not null unique, -- of the short link by which it is acknowledged
    state         text not null default 'waiting' check (state in ('waiting', 'held', 'sent', 'acknowledged', 'unanswered', 'failed', 'void')),
    at            timestamptz not null,
    ended_at      timestamptz,
    primary key (city_id, id),
    unique (city_id, key),
    foreign key (city_id, request_id) references requests (city_id, id),
    foreign key (city_id, order_id) references work_orders (city_id, id),
    foreign key (city_id, escalation_id) references escalations (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id),
    foreign key (city_id, crew_id) references crews (city_id, id)
);
create index notices_of_request on notices (city_id, request_id, id) where request_id is not null;
create index notices_of_order on notices (city_id, order_id) where ended_at is null and order_id is not null;
create index notices_of_escalation on notices (city_id, escalation_id) where escalation_id is not null;

create table notice_attempts (
    city_id   text not null references cities,
    notice_id bigint not null,
    means     text not null,
    state     text not null check (state in ('queued', 'sent', 'delivered', 'acknowledged', 'failed', 'skipped')),
    tries     integer not null default 0,
    at        timestamptz not null, -- of the present state
    sent_at   timestamptz,          -- when it was first sent: from then on an answer is waited for
    towards   text not null default '', -- the address, masked
    reference text not null default '', -- the carrier's own name of the message
    why       text not null default '', -- a code, nothing personal
    primary key (city_id, notice_id, means),
    foreign key (city_id, notice_id) references notices (city_id, id)
);
create index notice_attempts_reference on notice_attempts (city_id, means, reference) where reference <> '';

-- Browsers that take Web Push for an account.
create table push_subscriptions (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    account_id bigint not null,
    endpoint   text not null check (endpoint like 'http%'),
    p256dh     text not null,
    auth       text not null,
    at         timestamptz not null,
    primary key (city_id, id),
    unique (endpoint),
    foreign key (city_id, account_id) references accounts (city_id, id)
);
create index push_subscriptions_of_account on push_subscriptions (city_id, account_id);

-- The service's own key pair (VAPID), made once: subscriptions are bound to it.
create table push_keys (
    id          boolean primary key default true check (id),
    public_key  text not null,
    private_key text not null
);

-- +goose Down
drop table push_keys, push_subscriptions, notice_attempts, notices;
