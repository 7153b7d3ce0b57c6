package register

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// labelled is a real comment with the houses that a person read out of it.
type labelled struct {
	id, comment string
	must        map[string]bool
	neutral     map[string]bool // careful people differ
}

// score sums up a set of comments.
type score struct {
	comments, exact      int
	right, wrong, missed int
	recalls              []float64
}

func (s *score) add(row labelled, answer []string) (wrong, missed []string) {
	found := map[string]bool{}
	for _, id := range answer {
		found[id] = true
		if !row.must[id] && !row.neutral[id] {
			wrong = append(wrong, id)
		}
	}
	for id := range row.must {
		if !found[id] {
			missed = append(missed, id)
		}
	}
	right := len(row.must) - len(missed)
	s.comments++
	s.right, s.wrong, s.missed = s.right+right, s.wrong+len(wrong), s.missed+len(missed)
	if len(wrong)+len(missed) == 0 {
		s.exact++
	}
	if len(row.must) > 0 {
		s.recalls = append(s.recalls, float64(right)/float64(len(row.must)))
	}
	return wrong, missed
}

func (s *score) precision() float64 { return float64(s.right) / float64(max(s.right+s.wrong, 1)) }
func (s *score) recall() float64    { return float64(s.right) / float64(max(s.right+s.missed, 1)) }
func (s *score) share() float64     { return float64(s.exact) / float64(max(s.comments, 1)) }

func (s *score) median() float64 {
	if len(s.recalls) == 0 {
		return 0
	}
	slices.Sort(s.recalls)
	return s.recalls[len(s.recalls)/2]
}

func (s *score) String() string {
	return fmt.Sprintf("precision %.4f  recall %.4f  exact %.1f %%  median comment %.4f  (%d comments, %d houses right, %d wrong, %d missed)",
		s.precision(), s.recall(), 100*s.share(), s.median(), s.comments, s.right, s.wrong, s.missed)
}

// TestCommentScore holds the reading of real comments, which live outside the
// repository, to what was reached. `make score` prints it.
func TestCommentScore(t *testing.T) {
	folder := filepath.Join(cmp.Or(os.Getenv("DISPATCH05_DATA"), filepath.Join("..", "..", "..", "shared", "data")), "ulyanovsk")
	file, err := os.Open(filepath.Join(folder, "register.csv"))
	if err != nil {
		t.Skipf("no real comments here (set DISPATCH05_DATA): %v", err)
	}
	defer file.Close()
	houses, _, err := Import(file, ReadPlain, FileOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	comments := commentsOf(t, folder)
	reader := NewCommentReader(NewIndex(houses, Options{}))
	for _, set := range []struct {
		name                     string
		rows                     []labelled
		precision, recall, exact float64
	}{
		{"free text", freeRows(t, folder, comments), 0.995, 0.995, 0.97},
		{"lists", listRows(t, folder, comments), 0.998, 0.998, 0.99},
	} {
		t.Run(set.name, func(t *testing.T) {
			var s score
			for _, row := range set.rows {
				if wrong, missed := s.add(row, reader.Read(row.comment).SourceIDs()); len(wrong)+len(missed) > 0 {
					t.Logf("comment %s: %d wrong, %d missed", row.id, len(wrong), len(missed))
				}
			}
			t.Log(&s)
			if s.precision() < set.precision || s.recall() < set.recall || s.share() < set.exact {
				t.Errorf("want precision %.3f, recall %.3f, exact %.2f", set.precision, set.recall, set.exact)
			}
		})
	}
}

func commentsOf(t *testing.T, folder string) map[string]string {
	comments := map[string]string{}
	for _, record := range recordsOf(t, filepath.Join(folder, "outage-comments.csv")) {
		comments[record[0]] = record[1]
	}
	return comments
}

// freeRows are the rows that a person labelled.
func freeRows(t *testing.T, folder string, comments map[string]string) []labelled {
	file, err := os.Open(filepath.Join(folder, "outage-comments-gold-free.jsonl"))
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	var rows []labelled
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var label struct {
			ID              string
			Site, Must, May []string
		}
		if err := json.Unmarshal(lines.Bytes(), &label); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, labelled{label.ID, comments[label.ID], setOf(strings.Join(label.Must, " ")), setOf(strings.Join(append(label.May, label.Site...), " "))})
	}
	return rows
}

// listRows are the rows that a strict look-up resolved to the last house.
func listRows(t *testing.T, folder string, comments map[string]string) []labelled {
	var rows []labelled
	for _, record := range recordsOf(t, filepath.Join(folder, "outage-comments-gold-structured.csv")) {
		if record[2] == "" {
			rows = append(rows, labelled{record[0], comments[record[0]], setOf(strings.ReplaceAll(record[1], ",", " ")), nil})
		}
	}
	return rows
}

func recordsOf(t *testing.T, path string) [][]string {
	file, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.Comma, in.LazyQuotes = ';', true
	if _, err := in.Read(); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}
