-- +goose Up
-- Which of the ready reasons an order waits for: its code. Rows written before have only the words.
alter table work_orders add column reason_code text not null default '';

-- +goose Down
alter table work_orders drop column reason_code;
