// Command interdict is sanctions intelligence in one program: it reads what a
// document says and who in it is listed, screens names and files of customers
// against the official lists, and measures itself. Run it without arguments
// for its commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], terminal{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, files: true,
	})
	stop()
	os.Exit(code)
}
