package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/postgres"
)

// userCommand manages accounts from the command line: the first administrator of a city comes from here.
type userCommand struct {
	Add      userAddCommand      `cmd:"" help:"Add an account; the password is asked for, or read from standard input."`
	List     userListCommand     `cmd:"" help:"List a city's accounts."`
	Password userPasswordCommand `cmd:"" help:"Set a new password; the account's sessions end."`
	Disable  userDisableCommand  `cmd:"" help:"Disable an account; its sessions end."`
}

type userAddCommand struct {
	databaseFlags
	Login        string `arg:""`
	City         string `required:""`
	Role         string `required:"" enum:"operator,dispatcher,senior,crew,foreman,chief_engineer,committee,admin" help:"One of ${enum}."`
	Name         string `help:"Name as the journal shows it. Default: the login."`
	Organisation string `help:"Name of the organisation (foreman, chief_engineer)."`
	Crew         string `help:"Name of the crew (crew)."`
}

func (c *userAddCommand) Run(ctx context.Context, std *streams) error {
	return withGuard(ctx, c.databaseFlags, std, func(guard *auth.Guard, store *postgres.Store) error {
		if _, err := store.City(ctx, c.City); err != nil {
			return fmt.Errorf("there is no city %q", c.City)
		}
		account := auth.Account{City: c.City, Login: c.Login, Name: c.Name, Role: dispatch.Role(c.Role)}
		if account.Name == "" {
			account.Name = c.Login
		}
		if err := c.fence(ctx, store, &account); err != nil {
			return err
		}
		password, err := askPassword(std)
		if err != nil {
			return err
		}
		if _, err := guard.AddAccount(ctx, account, password); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "account %s (%s) added to %s\n", c.Login, c.Role, c.City)
		return nil
	})
}

// fence finds the organisation or the crew that an account is kept to.
func (c *userAddCommand) fence(ctx context.Context, store *postgres.Store, account *auth.Account) error {
	if c.Organisation != "" {
		organisation, err := store.OrganisationNamed(ctx, c.City, c.Organisation)
		if err != nil {
			return fmt.Errorf("there is no organisation %q in %s", c.Organisation, c.City)
		}
		account.Organisation = organisation.ID
	}
	if c.Crew == "" {
		return nil
	}
	crews, err := store.Crews(ctx, c.City)
	if err != nil {
		return err
	}
	for _, crew := range crews {
		if strings.EqualFold(crew.Name, c.Crew) {
			account.Crew, account.Organisation = crew.ID, crew.Organisation
			return nil
		}
	}
	return fmt.Errorf("there is no crew %q in %s", c.Crew, c.City)
}

type userListCommand struct {
	databaseFlags
	City string `required:""`
}

func (c *userListCommand) Run(ctx context.Context, std *streams) error {
	return withGuard(ctx, c.databaseFlags, std, func(guard *auth.Guard, _ *postgres.Store) error {
		accounts, err := guard.Accounts(ctx, c.City)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(std.out, 0, 4, 2, ' ', 0)
		for _, a := range accounts {
			state := ""
			if a.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", a.Login, a.Role, a.Name, state)
		}
		return table.Flush()
	})
}

type userPasswordCommand struct {
	databaseFlags
	Login string `arg:""`
	City  string `required:""`
}

func (c *userPasswordCommand) Run(ctx context.Context, std *streams) error {
	return withGuard(ctx, c.databaseFlags, std, func(guard *auth.Guard, _ *postgres.Store) error {
		password, err := askPassword(std)
		if err != nil {
			return err
		}
		return guard.ChangePassword(ctx, c.City, c.Login, password)
	})
}

type userDisableCommand struct {
	databaseFlags
	Login string `arg:""`
	City  string `required:""`
}

func (c *userDisableCommand) Run(ctx context.Context, std *streams) error {
	return withGuard(ctx, c.databaseFlags, std, func(guard *auth.Guard, _ *postgres.Store) error { return guard.Disable(ctx, c.City, c.Login) })
}

// withGuard opens the database for one deed on accounts.
func withGuard(ctx context.Context, flags databaseFlags, std *streams, do func(*auth.Guard, *postgres.Store) error) error {
	log := toolLog(std)
	db, err := flags.join(ctx, log)
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	clock, err := postgres.StartClock(ctx, db.store, log)
	if err != nil {
		return err
	}
	defer clock.Stop()
	return do(auth.NewGuard(db.store, clock.Now, log), db.store)
}

// askPassword reads a password without showing it, or the first line of standard input.
func askPassword(std *streams) (string, error) {
	if file, ok := std.in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(std.err, "password: ")
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(std.err)
		return string(typed), err
	}
	line, err := bufio.NewReader(std.in).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.Join(errors.New("no password on standard input"), err)
	}
	return line, nil
}
