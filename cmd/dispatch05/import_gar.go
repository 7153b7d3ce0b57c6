package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dispatch05/geo/gar"
	"dispatch05/geo/register"
)

type importGARCommand struct {
	housesInto
	Files     []string `arg:"" type:"existingpath" help:"The ZIP, a folder of XML files, or single files."`
	Name      string   `help:"The city as the register names it. Default: the city's name."`
	ID        string   `name:"id" help:"The city's OBJECTGUID, where several places have its name."`
	Region    string   `help:"Region's folder (55), where the archive holds several."`
	Municipal bool     `help:"By the municipal hierarchy instead of the administrative one."`
	Params    bool     `help:"Read cadastral numbers and postal indexes too; their file is the largest of all."`
}

// Run takes a city's houses out of the state address register. They have no points: what other sources know stays.
func (c *importGARCommand) Run(ctx context.Context, std *streams) error {
	files, closer, err := c.open()
	if err != nil {
		return err
	}
	defer closer()
	return c.importHouses(ctx, std, reading{source: register.SourceGAR, files: c.Files, content: func(sum io.Writer) (int64, error) { return garContent(sum, files) }, asked: fmt.Sprint(c.Name, c.ID, c.Region, c.Municipal, c.Params), passes: 1,
		read: func(ctx context.Context, r *houseReader) (found, error) { return c.read(ctx, r, files) }})
}

func (c *importGARCommand) read(ctx context.Context, r *houseReader, files []gar.File) (f found, err error) {
	for i := range files {
		open := files[i].Open
		files[i].Open = func() (io.ReadCloser, error) {
			in, err := open()
			if err != nil {
				return nil, err
			}
			return struct {
				io.Reader
				io.Closer
			}{r.progress.of(in), in}, nil
		}
	}
	name := c.Name
	if name == "" {
		name = r.city
	}
	city, err := gar.Read(ctx, files, gar.Options{Name: name, ID: c.ID, Region: c.Region, Municipal: c.Municipal, Params: c.Params, Row: r.progress.row, Kept: r.kept})
	if err != nil {
		return f, err
	}
	if f.Houses, f.Report, err = register.Import(nil, city.Rows, r.options, nil); err != nil {
		return f, err
	}
	f.Notes = []string{fmt.Sprintf("%s %s (%s): %d earlier versions of houses passed over, %d houses of other places", city.Type, city.Name, city.ID, city.Old, city.Elsewhere)}
	return f, nil
}

// garContent tells one edition of the register from another; an archive by what it states of its files.
func garContent(sum io.Writer, files []gar.File) (size int64, err error) {
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d %08x\n", f.Name, f.Size, f.CRC32)
		size += f.Size
		if f.CRC32 != 0 {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(sum, in)
		if err = errors.Join(err, in.Close()); err != nil {
			return 0, err
		}
	}
	return size, nil
}

// open finds the register's files in whatever was named.
func (c *importGARCommand) open() (files []gar.File, closer func(), err error) {
	var closers []io.Closer
	closer = func() {
		for _, c := range closers {
			_ = c.Close() // read only
		}
	}
	for _, path := range c.Files {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, closer, err
		case info.IsDir():
			list, err := inFolder(path)
			if err != nil {
				return nil, closer, err
			}
			files = append(files, list...)
		case strings.EqualFold(filepath.Ext(path), ".xml"):
			files = append(files, onDisk(path, filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path)), info.Size()))
		default:
			archive, err := zip.OpenReader(path)
			if err != nil {
				return nil, closer, fmt.Errorf("%s: neither an .xml file nor a ZIP: %w", path, err)
			}
			closers = append(closers, archive)
			list, err := gar.Zipped(&archive.Reader)
			if err != nil {
				return nil, closer, err
			}
			files = append(files, list...)
		}
	}
	return files, closer, nil
}

func onDisk(path, name string, size int64) gar.File {
	return gar.File{Name: name, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// inFolder are the register's files in a folder and the folders in it, under their names from there.
func inFolder(folder string) (files []gar.File, err error) {
	top, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !gar.Wanted(path) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files = append(files, onDisk(path, path[len(filepath.Dir(top)):], info.Size()))
		return nil
	})
	return files, err
}
