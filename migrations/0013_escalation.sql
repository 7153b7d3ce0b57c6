-- +goose Up
-- An acknowledgement holds the ladder for a while: what is not followed by action runs out, and the alarm is
-- there again. Each level stays one row.
alter table escalations
    add column ack_minutes integer not null default 0, -- how long the acknowledgement holds without action
    add column ack_until   timestamptz,                -- when it is looked at; null: nothing is held
    add column lapsed      integer not null default 0; -- how many acknowledgements have run out
create index escalations_held on escalations (ack_until) where ack_until is not null;

-- Clocks of an order: how long it may stand in a state. A working term may be paused; the law's never is.
alter table clocks
    add column order_id  bigint,
    add column paused_at timestamptz,
    add foreign key (city_id, order_id) references work_orders (city_id, id),
    drop constraint clocks_city_id_request_id_kind_round_key,
    add check (paused_at is null or next_at is null);
create index clocks_by_request on clocks (city_id, request_id);
create unique index clocks_of_request on clocks (city_id, request_id, kind, round) where order_id is null;
create unique index clocks_of_order on clocks (city_id, order_id, norm, started_at) where order_id is not null;

-- +goose Down
delete from clocks where order_id is not null;
drop index clocks_of_order, clocks_of_request, clocks_by_request;
alter table clocks add unique (city_id, request_id, kind, round), drop column paused_at, drop column order_id;
drop index escalations_held;
alter table escalations drop column lapsed, drop column ack_until, drop column ack_minutes;
