-- +goose Up
-- What a city adds to the shipped rules: an edition of a norm, a fault, a ladder. Who changed what, when and
-- why is the table itself: rows are only added, and one is taken back by another that withdraws it.
create table amendments (
    city_id    text not null references cities,
    id         bigint generated always as identity,
    subject    text not null check (subject <> ''),
    code       text not null check (code <> ''),
    body       jsonb, -- null of a withdrawal
    withdraws  bigint,
    why        text not null check (why <> ''),
    account_id bigint not null,
    at         timestamptz not null,
    primary key (city_id, id),
    foreign key (city_id, withdraws) references amendments (city_id, id),
    foreign key (city_id, account_id) references accounts (city_id, id),
    check ((body is null) = (withdraws is not null))
);
create unique index amendments_withdrawn_once on amendments (city_id, withdraws) where withdraws is not null;

-- +goose StatementBegin
create function amendments_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'amendments are append-only' using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger amendments_append_only before update or delete on amendments
    for each row execute function amendments_are_append_only();
create trigger amendments_never_emptied before truncate on amendments
    for each statement execute function amendments_are_append_only();

-- Grows with each amendment, as register does with houses.
alter table cities add column rules bigint not null default 0;

-- +goose Down
alter table cities drop column rules;
drop table amendments;
drop function amendments_are_append_only;
