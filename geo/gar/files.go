package gar

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Errors that end the reading.
var (
	ErrFiles   = errors.New("these are not the files of one region of the state address register")
	ErrBroken  = errors.New("the file is broken or cut short")
	ErrLimit   = errors.New("the file is larger than the limits allow")
	ErrNoCity  = errors.New("the register has no such city")
	ErrSeveral = errors.New("several places have this name")
)

// File is one file of the register, wherever it lies.
type File struct {
	Name string // with its folders, "55/AS_HOUSES_20260101_….XML"
	Size int64  // bytes, unpacked
	Open func() (io.ReadCloser, error)

	CRC32 uint32 // as an archive states it; 0 outside of one
}

// kind is what a file holds, by the beginning of its name.
type kind string

const (
	objectFile    kind = "AS_ADDR_OBJ"
	houseFile     kind = "AS_HOUSES"
	adminFile     kind = "AS_ADM_HIERARCHY"
	municipalFile kind = "AS_MUN_HIERARCHY"
	houseTypes    kind = "AS_HOUSE_TYPES"
	addTypes      kind = "AS_ADDHOUSE_TYPES"
	objectTypes   kind = "AS_ADDR_OBJ_TYPES"
	paramFile     kind = "AS_HOUSES_PARAMS"
)

// named takes a file's name apart: AS_HOUSES_20260101_2c1d….XML. What has other words behind (AS_ADDR_OBJ_DIVISION) is another kind.
var named = regexp.MustCompile(`(?i)^(AS_[A-Z_]+?)(?:_\d[^/]*)?\.XML$`)

// place is what a file is and of which region; "" where it is in no region's folder.
func place(name string) (kind, string) {
	clean := strings.ReplaceAll(name, `\`, "/")
	parts := named.FindStringSubmatch(path.Base(clean))
	if parts == nil {
		return "", ""
	}
	region := path.Base(path.Dir(clean))
	if !regexp.MustCompile(`^\d\d$`).MatchString(region) {
		region = ""
	}
	return kind(strings.ToUpper(parts[1])), region
}

// Wanted reports whether a file of this name is one that Read looks at.
func Wanted(name string) bool {
	k, _ := place(name)
	return slices.Contains([]kind{objectFile, houseFile, adminFile, municipalFile, houseTypes, addTypes, objectTypes, paramFile}, k)
}

// Limits of a packed file. The register's own XML packs about twenty to one.
const (
	mostPacked    = 200 // to one
	mostFileBytes = 256 << 30
)

// Zipped are the files in an archive that Read looks at. ErrLimit for one that unpacks to what no file of the register is.
func Zipped(archive *zip.Reader) ([]File, error) {
	var files []File
	for _, f := range archive.File {
		if !Wanted(f.Name) || f.FileInfo().IsDir() {
			continue
		}
		if f.UncompressedSize64 > mostFileBytes || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/mostPacked > f.CompressedSize64 {
			return nil, fmt.Errorf("%s: %w: %d bytes packed to %d", f.Name, ErrLimit, f.UncompressedSize64, f.CompressedSize64)
		}
		files = append(files, File{Name: f.Name, Size: int64(f.UncompressedSize64), CRC32: f.CRC32, Open: func() (io.ReadCloser, error) { return openZipped(f) }})
	}
	return files, nil
}

// openZipped gives no more of a file than it states.
func openZipped(f *zip.File) (io.ReadCloser, error) {
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&stated{in: in, left: int64(f.UncompressedSize64)}, in}, nil
}

// stated ends a file that goes on behind its stated size.
type stated struct {
	in   io.Reader
	left int64
}

func (s *stated) Read(into []byte) (int, error) {
	n, err := s.in.Read(into)
	if s.left -= int64(n); s.left < 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than it states", ErrLimit)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return n, err
}

// set is the files of one region, one of a kind.
type set map[kind]File

// setOf picks the region's files.
func setOf(files []File, region string) (set, error) {
	s, regions := set{}, []string{}
	for _, f := range files {
		if k, r := place(f.Name); k == houseFile && r != "" && !slices.Contains(regions, r) {
			regions = append(regions, r)
		}
	}
	if region == "" && len(regions) > 1 {
		return nil, fmt.Errorf("%w: there are %d regions (%s): choose one", ErrFiles, len(regions), strings.Join(regions[:min(5, len(regions))], ", "))
	}
	for _, f := range files {
		k, r := place(f.Name)
		if !Wanted(f.Name) || region != "" && r != "" && r != region {
			continue
		}
		if other, twice := s[k]; twice {
			return nil, fmt.Errorf("%w: %s and %s are of one kind: leave the newer", ErrFiles, other.Name, f.Name)
		}
		s[k] = f
	}
	for _, k := range []kind{objectFile, houseFile} {
		if _, there := s[k]; !there {
			return nil, fmt.Errorf("%w: there is no %s_….XML", ErrFiles, k)
		}
	}
	if s[adminFile].Open == nil && s[municipalFile].Open == nil {
		return nil, fmt.Errorf("%w: there is neither %s_….XML nor %s_….XML", ErrFiles, adminFile, municipalFile)
	}
	return s, nil
}
