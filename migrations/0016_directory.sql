-- +goose Up
-- Accounts, organisations and contracts are changed on the screen: a version against two changes at once, an end instead of
-- a deletion. Crews have both already.
alter table accounts
    add column version   bigint not null default 1,
    add column temporary boolean not null default false; -- the password was given out: the next sign-in has to replace it
alter table organisations
    add column version    bigint not null default 1,
    add column retired_at timestamptz;
alter table contracts
    add column version  bigint not null default 1,
    add column document text not null default ''; -- number and date of the paper

-- +goose Down
alter table contracts drop column document, drop column version;
alter table organisations drop column retired_at, drop column version;
alter table accounts drop column temporary, drop column version;
