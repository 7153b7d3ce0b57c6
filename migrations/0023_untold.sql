-- +goose Up
-- A level whose every notice has failed was told to nobody: since when that is known. The ladder then goes on at once.
alter table escalations add column untold_at timestamptz;

-- +goose Down
alter table escalations drop column untold_at;
