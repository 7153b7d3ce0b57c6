-- +goose Up
-- The version at which a person last changed the request. An escalation, a photograph or a tablet's
-- receipt moves the version on, so that screens take the newer row, and does not make the desk's edit stale.
alter table requests add column edited bigint not null default 1;

-- The board's lists keep what ended within the last half hour.
create index requests_ended on requests (city_id, closed_at) where closed_at is not null;

-- The desk's search: by number whatever the year, and by the words of an address that no house stands for.
create index requests_number on requests (city_id, number);
create index requests_unplaced on requests (city_id, registered_at) where house_id is null;

create trigger journal_never_emptied before truncate on journal
    for each statement execute function journal_is_append_only();

-- +goose Down
drop trigger journal_never_emptied on journal;
drop index requests_unplaced, requests_number, requests_ended;
alter table requests drop column edited;
