/** What the auditor's page tells to type; `test/e2e/auditor.test.mjs` runs it as it stands there. */

/** Verifies a checkpoint and the tiles under it with Go's sumdb packages alone. */
export const GO_PROGRAM = `package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type log string

func (l log) get(path string) ([]byte, error) {
	answer, err := http.Get(string(l) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func (l log) Height() int { return 8 }

func (l log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := l.get(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func (l log) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	l := log(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	text, err := l.get("checkpoint")
	check(err)
	signed, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	var origin, root string
	var size int64
	fmt.Sscanf(signed.Text, "%s\\n%d\\n%s\\n", &origin, &size, &root)
	hash, err := tlog.ParseHash(root)
	check(err)
	tree := tlog.Tree{N: size, Hash: hash}
	again, err := tlog.TreeHash(size, tlog.TileHashReader(tree, l))
	check(err)
	if again != hash {
		check(fmt.Errorf("the tiles do not lead to the root"))
	}
	fmt.Println("verified:", origin, size, root)
}

func check(err error) {
	if err != nil {
		fmt.Println("REFUSED:", err)
		os.Exit(1)
	}
}
`;

/** @param key verifier key of the log */
export function goCommands(origin: string, key: string): string {
  return `go mod init audit && go get golang.org/x/mod
go run verify.go ${origin}/log '${key}'
`;
}

export function toolCommands(origin: string): string {
  return `empreinte keys --server ${origin} > keys.json
empreinte keys --show keys.json
empreinte verify report.json --file document.eml --keys keys.json
`;
}

export function witnessCommands(key: string): string {
  return `empreinte keygen witness.key
empreinte witness --name witness.example/newsroom --key witness.key \\
  --state witness.json --log '${key}'
`;
}
