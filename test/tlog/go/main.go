// Command auditor checks a log with Go's own sumdb packages, which know nothing of ours: the signature
// of each checkpoint, every tile and every entry under it, inclusion of a sample of entries, and
// consistency of each checkpoint with the one before. It also checks proofs that our code has made.
//
//	auditor log BASE VKEY CHECKPOINT...     BASE is a folder or an http:// address; a checkpoint that was
//	                                        kept elsewhere is named by its absolute path
//	auditor proof VKEY FILE ENTRY           a .tlog-proof and the entry it is about, in hex
//	auditor request VKEY OLD FILE           a witness request that follows the checkpoint OLD
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println("REFUSED", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 4 && args[0] == "log":
		return auditLog(args[1], args[2], args[3:])
	case len(args) == 4 && args[0] == "proof":
		return auditProof(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "request":
		return auditRequest(args[1], args[2], args[3])
	}
	return errors.New("usage: auditor log|proof|request ...")
}

func read(base, path string) ([]byte, error) {
	if filepath.IsAbs(path) {
		return os.ReadFile(path)
	}
	if !strings.HasPrefix(base, "http://") {
		return os.ReadFile(filepath.Join(base, path))
	}
	answer, err := http.Get(base + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// openCheckpoint verifies the signature with package note and reads size and root.
func openCheckpoint(text []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// path drops what tlog-tiles leaves out of Go's own paths: the height, and the name of data tiles.
func path(t tlog.Tile) string {
	p := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(p, "tile/data/", "tile/entries/", 1)
}

type reader struct {
	base string
	read int
}

func (r *reader) Height() int { return height }

func (r *reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		bytes, err := read(r.base, path(t))
		if err != nil {
			return nil, err
		}
		data[i] = bytes
		r.read++
	}
	return data, nil
}

// SaveTiles is called with tiles that were found to lead to the root.
func (r *reader) SaveTiles([]tlog.Tile, [][]byte) {}

func auditLog(base, vkey string, names []string) error {
	var before *tlog.Tree
	for _, name := range names {
		text, err := read(base, name)
		if err != nil {
			return err
		}
		tree, err := openCheckpoint(text, vkey)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		tiles := &reader{base: base}
		hashes := tlog.TileHashReader(tree, tiles)
		entries, err := auditEntries(base, tree, hashes)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		proofs, err := auditInclusion(tree, hashes, entries)
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		if before != nil && before.N > 0 {
			proof, err := tlog.ProveTree(tree.N, before.N, hashes)
			if err != nil {
				return fmt.Errorf("%s: consistency: %v", name, err)
			}
			if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
				return fmt.Errorf("%s: consistency: %v", name, err)
			}
		}
		fmt.Printf("ok %s size %d tiles %d proofs %d\n", name, tree.N, tiles.read, proofs)
		before = &tree
	}
	return nil
}

// auditEntries reads every bundle and compares each entry's hash with the authenticated level 0 tiles.
func auditEntries(base string, tree tlog.Tree, hashes tlog.HashReader) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); n*256 < tree.N; n++ {
		width := tree.N - n*256
		if width > 256 {
			width = 256
		}
		bundle, err := read(base, path(tlog.Tile{H: height, L: -1, N: n, W: int(width)}))
		if err != nil {
			return nil, err
		}
		var indexes []int64
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("bundle %d is too short", n)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
			indexes = append(indexes, tlog.StoredHashIndex(0, n*256+i))
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("bundle %d is too long", n)
		}
		known, err := hashes.ReadHashes(indexes)
		if err != nil {
			return nil, err
		}
		for i, hash := range known {
			if hash != tlog.RecordHash(entries[n*256+int64(i)]) {
				return nil, fmt.Errorf("entry %d is not the one in the tree", n*256+int64(i))
			}
		}
	}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return nil, err
	}
	if root != tree.Hash {
		return nil, errors.New("the tiles do not lead to the root")
	}
	return entries, nil
}

func auditInclusion(tree tlog.Tree, hashes tlog.HashReader, entries [][]byte) (int, error) {
	proofs := 0
	for n := int64(0); n < tree.N; n += 1 + tree.N/23 {
		for _, index := range []int64{n, tree.N - 1 - n} {
			proof, err := tlog.ProveRecord(tree.N, index, hashes)
			if err != nil {
				return 0, err
			}
			leaf := tlog.RecordHash(entries[index])
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf); err != nil {
				return 0, err
			}
			proofs++
		}
	}
	return proofs, nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("not a hash: %q", line)
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// split reads a file of lines, an empty line and a checkpoint.
func split(file, vkey string) ([]string, tlog.Tree, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, tlog.Tree{}, err
	}
	head, checkpoint, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return nil, tlog.Tree{}, errors.New("no checkpoint in the file")
	}
	tree, err := openCheckpoint(checkpoint, vkey)
	return strings.Split(string(head), "\n"), tree, err
}

func auditProof(vkey, file, entry string) error {
	lines, tree, err := split(file, vkey)
	if err != nil {
		return err
	}
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof of this version")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines[2:])
	if err != nil {
		return err
	}
	data, err := hex.DecodeString(entry)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(data)); err != nil {
		return err
	}
	fmt.Printf("ok entry %d of %d\n", index, tree.N)
	return nil
}

func auditRequest(vkey, old, file string) error {
	text, err := os.ReadFile(old)
	if err != nil {
		return err
	}
	before, err := openCheckpoint(text, vkey)
	if err != nil {
		return err
	}
	lines, tree, err := split(file, vkey)
	if err != nil {
		return err
	}
	if lines[0] != fmt.Sprintf("old %d", before.N) {
		return errors.New("the request follows another size")
	}
	proof, err := parseHashes(lines[1:])
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
		return err
	}
	fmt.Printf("ok %d follows %d\n", tree.N, before.N)
	return nil
}
