package sections

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
)

// A checksum is the CRC-32C (RFC 3720) of the CRC-32C of each block of what is
// written, so that several cores can look at one file together.
type checksum struct {
	sums  []byte // of the blocks before
	block uint32 // of the block under way
	n     int    // bytes of it
}

const blockBytes = 256 << 10

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (c *checksum) write(b []byte) {
	for len(b) > 0 {
		some := b[:min(len(b), blockBytes-c.n)]
		c.block, c.n, b = crc32.Update(c.block, castagnoli, some), c.n+len(some), b[len(some):]
		if c.n == blockBytes {
			c.sums, c.block, c.n = binary.LittleEndian.AppendUint32(c.sums, c.block), 0, 0
		}
	}
}

func (c *checksum) sum() uint32 {
	sums := c.sums
	if c.n > 0 {
		sums = binary.LittleEndian.AppendUint32(sums, c.block)
	}
	return crc32.Checksum(sums, castagnoli)
}

// checksumOf returns the checksum of a stretch of a file.
func checksumOf(f io.ReaderAt, from, to int64) (uint32, error) {
	blocks := (max(to-from, 0) + blockBytes - 1) / blockBytes
	sums := make([]byte, 4*blocks)
	workers := min(runtime.GOMAXPROCS(0), int(blocks))
	errs := make([]error, workers)
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			buffer := make([]byte, blockBytes)
			for {
				i := next.Add(1) - 1
				if i >= blocks {
					return
				}
				at := from + i*blockBytes
				b := buffer[:min(blockBytes, to-at)]
				if _, err := f.ReadAt(b, at); err != nil {
					errs[w] = err
					return
				}
				binary.LittleEndian.PutUint32(sums[4*i:], crc32.Checksum(b, castagnoli))
			}
		})
	}
	wg.Wait()
	return crc32.Checksum(sums, castagnoli), errors.Join(errs...)
}
