package document

import (
	"strings"
	"testing"
)

func TestLanguageOfShortTexts(t *testing.T) {
	for text, want := range map[string]string{
		"Rebels kidnapped two aid workers.":                                                                "en",
		"Police arrested more than 100 Palestinians in Hebron.":                                            "en",
		"Warplanes bombed a hospital in Idlib.":                                                            "en",
		"Le ministre a dit que les navires ont quitté le port et que la cargaison est dans les cales.":     "fr",
		"Il ministro ha detto che la nave della compagnia non era nel porto e che il carico è sparito.":    "it",
		"De minister zei dat het schip van de rederij niet in de haven was en dat de lading weg is.":       "nl",
		"Der Minister sagte, dass die Schiffe den Hafen verlassen haben und die Ladung nicht an Bord ist.": "de",
		"Министр сказал, что корабли покинули порт.":                                                       "ru",
		"Міністр заявив, що кораблі її компанії залишили порт.":                                            "uk",
		"1234 5678": "und",
		strings.Repeat("Laivat lähtivät satamasta eilen illalla ja miehet jäivät rantaan. ", 12): "und",
	} {
		if got := language(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
