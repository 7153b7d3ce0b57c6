package httpapi

import (
	"bytes"
	"encoding/binary"
)

// orientation reads how the camera was held from a JPEG's EXIF block (EXIF 2.32, 4.5.4); 1, upright,
// when it does not say. A damaged block says nothing.
func orientation(data []byte) int {
	block := exif(data)
	if len(block) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if block[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(block[4:]))
	if at < 0 || at+2 > len(block) {
		return 1
	}
	count := int(order.Uint16(block[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > len(block) {
			return 1
		}
		if order.Uint16(block[entry:]) == 0x0112 {
			return int(order.Uint16(block[entry+8:]))
		}
	}
	return 1
}

// exif finds the TIFF structure of a JPEG's APP1 segment; nil where there is none.
func exif(data []byte) []byte {
	if len(data) < 4 || data[0] != 0xFF || data[1] != 0xD8 {
		return nil
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xFF; {
		marker, length := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		end := at + 2 + length
		if marker == 0xDA || length < 2 || end > len(data) { // the picture begins, or the file is damaged
			return nil
		}
		if block, isExif := bytes.CutPrefix(data[at+4:end], []byte("Exif\x00\x00")); marker == 0xE1 && isExif {
			return block
		}
		at = end
	}
	return nil
}
