package osm

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
)

// Limits of the format (wiki.openstreetmap.org/wiki/PBF_Format): a block's header and its body, unpacked.
const (
	maxHeaderBytes = 64 << 10
	maxBlockBytes  = 32 << 20
)

// checkBlocks walks the blocks of a PBF before anything is made of them: the decoder trusts the size that
// a block states for its unpacked body, and a hostile one would take all memory.
func checkBlocks(in io.Reader) error {
	var at int64
	for {
		n, err := checkBlock(in)
		if errors.Is(err, io.EOF) && n == 0 {
			return nil
		}
		if err != nil {
			kind := ErrBroken
			if errors.Is(err, ErrLimit) {
				return fmt.Errorf("block at byte %d: %w", at, err)
			}
			return fmt.Errorf("%w: block at byte %d: %w", kind, at, err)
		}
		at += n
	}
}

// checkBlock reads one block and tells its length; 0 and io.EOF at the end of the file.
func checkBlock(in io.Reader) (int64, error) {
	var size [4]byte
	if n, err := io.ReadFull(in, size[:]); err != nil {
		return int64(n), err
	}
	header, err := readPart(in, int64(binary.BigEndian.Uint32(size[:])), maxHeaderBytes)
	if err != nil {
		return 4, err
	}
	kind, err := field(header, 1, protowire.BytesType)
	if err != nil {
		return 4, err
	}
	name, _ := protowire.ConsumeString(kind)
	length, err := number(header, 3)
	if err != nil {
		return 4, err
	}
	body, err := readPart(in, length, maxBlockBytes)
	if err != nil {
		return 4, err
	}
	content, err := unpackBody(body)
	if err == nil && name == "OSMData" {
		err = checkContent(content)
	}
	return 4 + int64(len(header)) + int64(len(body)), err
}

func readPart(in io.Reader, length, limit int64) ([]byte, error) {
	if length < 0 || length > limit {
		return nil, fmt.Errorf("%w: %d bytes stated, %d allowed", ErrLimit, length, limit)
	}
	part, err := io.ReadAll(io.LimitReader(in, length))
	if err == nil && int64(len(part)) < length {
		err = io.ErrUnexpectedEOF
	}
	return part, err
}

// unpackBody gives a block's content, of the size that it states.
func unpackBody(body []byte) ([]byte, error) {
	stated, err := number(body, 2)
	if err != nil {
		return nil, err
	}
	if stated < 0 || stated > maxBlockBytes {
		return nil, fmt.Errorf("%w: a block that unpacks to %d bytes, %d allowed", ErrLimit, stated, maxBlockBytes)
	}
	if raw, err := field(body, 1, protowire.BytesType); err != nil || raw != nil {
		content, _ := protowire.ConsumeBytes(raw)
		return content, err
	}
	packed, err := field(body, 3, protowire.BytesType)
	if err != nil || packed == nil {
		return nil, err
	}
	inside, _ := protowire.ConsumeBytes(packed)
	plain, err := zlib.NewReader(bytes.NewReader(inside))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(plain, stated+1))
	if err == nil && int64(len(content)) != stated {
		err = fmt.Errorf("%w: a block states %d bytes and unpacks to others", ErrLimit, stated)
	}
	return content, err
}

// number is a field of a protobuf message, 0 where it is left out.
func number(message []byte, id protowire.Number) (int64, error) {
	value, err := field(message, id, protowire.VarintType)
	if err != nil || value == nil {
		return 0, err
	}
	n, _ := protowire.ConsumeVarint(value)
	return int64(n), nil
}

// field is the last value of a field, as the format has it; nil where it is left out.
func field(message []byte, id protowire.Number, kind protowire.Type) (value []byte, err error) {
	for len(message) > 0 {
		number, wire, n := protowire.ConsumeTag(message)
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		message = message[n:]
		if n = protowire.ConsumeFieldValue(number, wire, message); n < 0 {
			return nil, protowire.ParseError(n)
		}
		if number == id && wire == kind {
			value = message[:n]
		}
		message = message[n:]
	}
	return value, nil
}
