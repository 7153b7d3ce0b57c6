-- +goose Up
-- The version at which a person last changed the request. An escalation, a photograph or a tablet's
-- receipt moves the version on, so that screens take the newer row, and does not make the desk's edit stale.
alter table requests add column edited bigint not null default 1;

-- The board's lists keep what ended within the last half hour.
create index requests_ended on requests (city_id, closed_at) where closed_at is not null;

create trigger journal_never_emptied before truncate on journal
    for each statement execute function journal_is_append_only();

-- +goose Down
drop trigger journal_never_emptied on journal;
drop index requests_ended;
alter table requests drop column edited;
