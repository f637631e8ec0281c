#include "textflag.h"

// func kernel4x16(c, a, b *float32, k, ldc, lda int)
// Four rows of a times one panel of sixteen columns, added to c.
TEXT ·kernel4x16(SB), NOSPLIT, $0-48
	MOVQ c+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ k+24(FP), CX
	MOVQ ldc+32(FP), R8
	MOVQ lda+40(FP), R9
	SHLQ $2, R8
	SHLQ $2, R9
	LEAQ (DI)(R8*1), R10
	LEAQ (R10)(R8*1), R11
	LEAQ (R11)(R8*1), R12
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (R10), Y2
	VMOVUPS 32(R10), Y3
	VMOVUPS (R11), Y4
	VMOVUPS 32(R11), Y5
	VMOVUPS (R12), Y6
	VMOVUPS 32(R12), Y7
	LEAQ (SI)(R9*1), R13
	LEAQ (R13)(R9*1), BX
	LEAQ (BX)(R9*1), R9
	XORQ AX, AX
loop4:
	VMOVUPS (DX), Y8
	VMOVUPS 32(DX), Y9
	VBROADCASTSS (SI)(AX*4), Y10
	VBROADCASTSS (R13)(AX*4), Y11
	VBROADCASTSS (BX)(AX*4), Y12
	VBROADCASTSS (R9)(AX*4), Y13
	VFMADD231PS Y8, Y10, Y0
	VFMADD231PS Y9, Y10, Y1
	VFMADD231PS Y8, Y11, Y2
	VFMADD231PS Y9, Y11, Y3
	VFMADD231PS Y8, Y12, Y4
	VFMADD231PS Y9, Y12, Y5
	VFMADD231PS Y8, Y13, Y6
	VFMADD231PS Y9, Y13, Y7
	ADDQ $64, DX
	INCQ AX
	CMPQ AX, CX
	JLT loop4
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (R10)
	VMOVUPS Y3, 32(R10)
	VMOVUPS Y4, (R11)
	VMOVUPS Y5, 32(R11)
	VMOVUPS Y6, (R12)
	VMOVUPS Y7, 32(R12)
	VZEROUPPER
	RET

// func kernel1x64(c, a, b *float32, k int)
// One row of a times four panels that lie one behind another, added to c.
TEXT ·kernel1x64(SB), NOSPLIT, $0-32
	MOVQ c+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ k+24(FP), CX
	MOVQ CX, R8
	SHLQ $6, R8
	LEAQ (DX)(R8*1), R9
	LEAQ (R9)(R8*1), R10
	LEAQ (R10)(R8*1), R11
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	VMOVUPS 128(DI), Y4
	VMOVUPS 160(DI), Y5
	VMOVUPS 192(DI), Y6
	VMOVUPS 224(DI), Y7
	XORQ AX, AX
loop1:
	VBROADCASTSS (SI), Y8
	VFMADD231PS (DX)(AX*1), Y8, Y0
	VFMADD231PS 32(DX)(AX*1), Y8, Y1
	VFMADD231PS (R9)(AX*1), Y8, Y2
	VFMADD231PS 32(R9)(AX*1), Y8, Y3
	VFMADD231PS (R10)(AX*1), Y8, Y4
	VFMADD231PS 32(R10)(AX*1), Y8, Y5
	VFMADD231PS (R11)(AX*1), Y8, Y6
	VFMADD231PS 32(R11)(AX*1), Y8, Y7
	ADDQ $4, SI
	ADDQ $64, AX
	DECQ CX
	JNZ loop1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VMOVUPS Y4, 128(DI)
	VMOVUPS Y5, 160(DI)
	VMOVUPS Y6, 192(DI)
	VMOVUPS Y7, 224(DI)
	VZEROUPPER
	RET

// func kernel1x16(c, a, b *float32, k int)
// One row of a times one panel, added to c.
TEXT ·kernel1x16(SB), NOSPLIT, $0-32
	MOVQ c+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ k+24(FP), CX
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
loop0:
	VBROADCASTSS (SI), Y8
	VFMADD231PS (DX), Y8, Y0
	VFMADD231PS 32(DX), Y8, Y1
	ADDQ $4, SI
	ADDQ $64, DX
	DECQ CX
	JNZ loop0
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VZEROUPPER
	RET

// func tanh8(x, table *float32, n int)
// The rational approximation of tanh of gemm.go, in place; n is a multiple of 8.
TEXT ·tanh8(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	MOVQ table+8(FP), SI
	MOVQ n+16(FP), CX
	SHRQ $3, CX
	JZ   done
	VBROADCASTSS (SI), Y15    // most
	VBROADCASTSS 4(SI), Y14   // least
loopt:
	VMOVUPS (DI), Y0
	VMINPS Y15, Y0, Y0
	VMAXPS Y14, Y0, Y0
	VMULPS Y0, Y0, Y1          // x squared
	VBROADCASTSS 8(SI), Y2     // a13
	VBROADCASTSS 12(SI), Y3
	VFMADD213PS Y3, Y1, Y2
	VBROADCASTSS 16(SI), Y3
	VFMADD213PS Y3, Y1, Y2
	VBROADCASTSS 20(SI), Y3
	VFMADD213PS Y3, Y1, Y2
	VBROADCASTSS 24(SI), Y3
	VFMADD213PS Y3, Y1, Y2
	VBROADCASTSS 28(SI), Y3
	VFMADD213PS Y3, Y1, Y2
	VBROADCASTSS 32(SI), Y3
	VFMADD213PS Y3, Y1, Y2     // a1
	VMULPS Y0, Y2, Y2
	VBROADCASTSS 36(SI), Y4    // b6
	VBROADCASTSS 40(SI), Y5
	VFMADD213PS Y5, Y1, Y4
	VBROADCASTSS 44(SI), Y5
	VFMADD213PS Y5, Y1, Y4
	VBROADCASTSS 48(SI), Y5
	VFMADD213PS Y5, Y1, Y4     // b0
	VDIVPS Y4, Y2, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	DECQ CX
	JNZ loopt
	VZEROUPPER
done:
	RET

// func kernel4x32(c, a, b *float32, k, ldc, lda int)
// Four rows of a times two panels that lie one behind another, added to c, with
// registers of sixteen values.
TEXT ·kernel4x32(SB), NOSPLIT, $0-48
	MOVQ c+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DX
	MOVQ k+24(FP), CX
	MOVQ ldc+32(FP), R8
	MOVQ lda+40(FP), R9
	SHLQ $2, R8
	SHLQ $2, R9
	LEAQ (DI)(R8*1), R10
	LEAQ (R10)(R8*1), R11
	LEAQ (R11)(R8*1), R12
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	VMOVUPS (R10), Z2
	VMOVUPS 64(R10), Z3
	VMOVUPS (R11), Z4
	VMOVUPS 64(R11), Z5
	VMOVUPS (R12), Z6
	VMOVUPS 64(R12), Z7
	LEAQ (SI)(R9*1), R13
	LEAQ (R13)(R9*1), BX
	LEAQ (BX)(R9*1), R9
	MOVQ CX, R8
	SHLQ $6, R8
	XORQ AX, AX
loopz:
	VMOVUPS (DX), Z8
	VMOVUPS (DX)(R8*1), Z9
	VBROADCASTSS (SI)(AX*4), Z10
	VBROADCASTSS (R13)(AX*4), Z11
	VBROADCASTSS (BX)(AX*4), Z12
	VBROADCASTSS (R9)(AX*4), Z13
	VFMADD231PS Z8, Z10, Z0
	VFMADD231PS Z9, Z10, Z1
	VFMADD231PS Z8, Z11, Z2
	VFMADD231PS Z9, Z11, Z3
	VFMADD231PS Z8, Z12, Z4
	VFMADD231PS Z9, Z12, Z5
	VFMADD231PS Z8, Z13, Z6
	VFMADD231PS Z9, Z13, Z7
	ADDQ $64, DX
	INCQ AX
	CMPQ AX, CX
	JLT loopz
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VMOVUPS Z2, (R10)
	VMOVUPS Z3, 64(R10)
	VMOVUPS Z4, (R11)
	VMOVUPS Z5, 64(R11)
	VMOVUPS Z6, (R12)
	VMOVUPS Z7, 64(R12)
	VZEROUPPER
	RET

// func add8(to, from *float32, n int)
// Adds from to to; n is a multiple of 8.
TEXT ·add8(SB), NOSPLIT, $0-24
	MOVQ to+0(FP), DI
	MOVQ from+8(FP), SI
	MOVQ n+16(FP), CX
	SHRQ $3, CX
	JZ   addDone
addLoop:
	VMOVUPS (DI), Y0
	VADDPS (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	DECQ CX
	JNZ addLoop
	VZEROUPPER
addDone:
	RET

// func relu8(x *float32, n int)
// Sets values below zero to zero; n is a multiple of 8.
TEXT ·relu8(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), DI
	MOVQ n+8(FP), CX
	SHRQ $3, CX
	JZ   reluDone
	VXORPS Y1, Y1, Y1
reluLoop:
	VMAXPS (DI), Y1, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	DECQ CX
	JNZ reluLoop
	VZEROUPPER
reluDone:
	RET

// func cell8(cell, gates, old *float32, h int, half *float32)
// cell = half (1 + in) candidate + half (1 + forget) old, for the h values of one
// row whose gates lie one behind another; h is a multiple of 8.
TEXT ·cell8(SB), NOSPLIT, $0-40
	MOVQ cell+0(FP), DI
	MOVQ gates+8(FP), SI
	MOVQ old+16(FP), DX
	MOVQ h+24(FP), CX
	MOVQ half+32(FP), BX
	VBROADCASTSS (BX), Y7     // a half
	VBROADCASTSS 4(BX), Y6    // one
	MOVQ CX, R8
	SHLQ $2, R8
	LEAQ (SI)(R8*1), R9       // forget
	LEAQ (R9)(R8*1), R10
	LEAQ (R10)(R8*1), R10     // candidate
	XORQ AX, AX
cellLoop:
	VADDPS (SI)(AX*4), Y6, Y0
	VMULPS Y7, Y0, Y0
	VMULPS (R10)(AX*4), Y0, Y0
	VADDPS (R9)(AX*4), Y6, Y1
	VMULPS Y7, Y1, Y1
	VMULPS (DX)(AX*4), Y1, Y1
	VADDPS Y1, Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT cellLoop
	VZEROUPPER
	RET

// func gate8(out, open, cell *float32, h int, half *float32)
// out = half (1 + open) cell; h is a multiple of 8.
TEXT ·gate8(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ open+8(FP), SI
	MOVQ cell+16(FP), DX
	MOVQ h+24(FP), CX
	MOVQ half+32(FP), BX
	VBROADCASTSS (BX), Y7
	VBROADCASTSS 4(BX), Y6
	XORQ AX, AX
gateLoop:
	VADDPS (SI)(AX*4), Y6, Y0
	VMULPS Y7, Y0, Y0
	VMULPS (DX)(AX*4), Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT gateLoop
	VZEROUPPER
	RET
