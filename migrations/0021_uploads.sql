-- +goose Up
-- Photographs on their way in pieces. What is whole becomes a photo and its pieces go; what nobody goes on with goes by a job.
create table uploads (
    city_id    text not null references cities,
    account_id bigint not null,
    key        text not null,
    order_id   bigint not null,
    size       integer not null check (size > 0),
    held       integer not null default 0 check (held between 0 and size),
    photo_id   bigint,
    touched_at timestamptz not null,
    primary key (city_id, account_id, key),
    foreign key (city_id, account_id) references accounts (city_id, id),
    foreign key (city_id, order_id) references work_orders (city_id, id)
);
create index uploads_touched on uploads (touched_at);

create table upload_pieces (
    city_id    text not null,
    account_id bigint not null,
    key        text not null,
    start      integer not null,
    bytes      bytea not null,
    primary key (city_id, account_id, key, start),
    foreign key (city_id, account_id, key) references uploads on delete cascade
);

-- +goose Down
drop table upload_pieces, uploads;
