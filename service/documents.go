package service

import (
	"context"

	"interdict/document"
	"interdict/ledger"
	"interdict/read"
)

// ReadDocument makes the ledger of a document, with where it was found and
// where its pages begin.
func ReadDocument(ctx context.Context, r *read.Reader, doc *document.Document) (*ledger.Ledger, error) {
	l, err := r.Read(ctx, doc)
	if err != nil {
		return nil, err
	}
	l.Document.URL = doc.URL
	l.Document.Pages = doc.PageStarts()
	return l, nil
}
