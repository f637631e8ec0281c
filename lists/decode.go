package lists

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns the text in UTF-8 without its mark: text that is not UTF-8 is
// read as UTF-16 where it has that mark, else as Windows 1252, which older
// official files are in.
func Decode(data []byte) []byte {
	data, utf16 := decodeUTF16(data)
	if !utf16 && !utf8.Valid(data) {
		data = decode1252(data)
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
}

func decodeUTF16(data []byte) ([]byte, bool) {
	if !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return data, false
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return data, false
	}
	return out, true
}

func decode1252(data []byte) []byte {
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return data // it maps every byte, so that this does not happen
	}
	return out
}
