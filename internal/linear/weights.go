package linear

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Weights writes a matrix of rows of cols numbers: packed as 16-bit, or for
// narrow 8-bit, shares of the largest of each row.
func (e *Encoder) Weights(x []float32, cols int, narrow bool) {
	if e.tables != nil {
		put(e, x)
		return
	}
	e.Count(len(x))
	for at := 0; at < len(x); at += cols {
		row := x[at:min(at+cols, len(x))]
		top := float32(0)
		for _, v := range row {
			top = max(top, v, -v)
		}
		e.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(top)))
		for _, v := range row {
			switch {
			case top == 0:
				v = 0
			case narrow:
				v = v / top * math.MaxInt8
			default:
				v = v / top * math.MaxInt16
			}
			n := math.Round(float64(v))
			if narrow {
				e.WriteByte(byte(int8(n)))
			} else {
				e.Write(binary.LittleEndian.AppendUint16(nil, uint16(int16(n))))
			}
		}
	}
}

// Weights reads what [Encoder.Weights] wrote.
func (d *Decoder) Weights(cols int, narrow bool) []float32 {
	if d.tables != nil {
		return take[float32](d)
	}
	size := 2
	if narrow {
		size = 1
	}
	n := d.Count()
	if cols < 1 || n%cols != 0 || n > len(d.Data) || n/cols*4+n*size > len(d.Data) {
		d.fail()
		return nil
	}
	x := make([]float32, n)
	for at := 0; at < n; at += cols {
		top := math.Float32frombits(binary.LittleEndian.Uint32(d.Data))
		d.Data = d.Data[4:]
		for i := range cols {
			if narrow {
				x[at+i] = float32(int8(d.Data[i])) / math.MaxInt8 * top
			} else {
				x[at+i] = float32(int16(binary.LittleEndian.Uint16(d.Data[2*i:]))) / math.MaxInt16 * top
			}
		}
		d.Data = d.Data[cols*size:]
	}
	return x
}

// Signed writes small numbers.
func (e *Encoder) Signed(x []int8) {
	if e.tables != nil {
		put(e, x)
		return
	}
	e.Count(len(x))
	if len(x) > 0 {
		e.Write(unsafe.Slice((*byte)(unsafe.Pointer(&x[0])), len(x)))
	}
}

// Signed reads what [Encoder.Signed] wrote.
func (d *Decoder) Signed() []int8 {
	if d.tables != nil {
		return take[int8](d)
	}
	n := d.Size()
	if n == 0 {
		return nil
	}
	x := unsafe.Slice((*int8)(unsafe.Pointer(&d.Data[0])), n)
	d.Data = d.Data[n:]
	return x
}

// Mapping reports whether what is written will be used where it lies.
func (e *Encoder) Mapping() bool { return e.tables != nil }

// Mapped reports whether what is read is used where it lies.
func (d *Decoder) Mapped() bool { return d.tables != nil }

// Numbers writes numbers, where [Encoder.Mapping].
func (e *Encoder) Numbers(x []uint32) { put(e, x) }

// Numbers reads what [Encoder.Numbers] wrote, where [Decoder.Mapped].
func (d *Decoder) Numbers() []uint32 { return take[uint32](d) }
