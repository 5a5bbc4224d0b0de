namespace Bulletin.Grains.Tests.Search;

public static partial class SearchCases
{
    private static SearchCase[] Latin => In("Latin",
        Found("without the accent", "cafe", "Rendez-vous au Café de Flore"),
        Found("with an accent that is not there", "Café", "the cafe around the corner"),
        Found("accents as marks of their own", "cafe\u0301", "CAFÉ"),
        Found("in the text as marks of their own", "café", "Cafe\u0301!"),
        Found("an elided article", "ecole", "L’école est fermée"),
        Found("either apostrophe", "l'école", "À L’ÉCOLE"),
        Found("a ligature", "coeur", "Le cœur a ses raisons"),
        Found("ñ", "manana", "Hasta mañana"),
        Found("ã and ç", "nao posso, coracao", "Não posso, coração"),
        Found("Czech", "prilis", "Příliš žluťoučký kůň"),
        Found("Scandinavian letters", "smorrebrod", "Smørrebrød på fredag"),
        Found("Icelandic letters", "thordur", "Þórður kemur"),
        Found("full-width letters", "release", "Ｒｅｌｅａｓｅ notes"),
        Found("a typographic ligature", "final", "the ﬁnal cut"),
        Found("a soft hyphen", "deployment", "the deploy\u00adment failed"),
        Found("a contraction", "don't", "I don’t know"),
        Found("a contraction without its apostrophe", "dont", "I don't know"),
        Found("a possessive", "ann", "That is Ann's desk"),
        Found("a trade mark", "lego", "Lego™ bricks"),
        Missed("a word that only begins alike", "cafe", "the cafeteria"),
        Missed("the same letters in another order", "cafe", "face to face"),
        Missed("a word inside another", "art", "the party"));

    private static SearchCase[] German => In("German",
        Found("ß by ss", "strasse", "Die Straße ist gesperrt"),
        Found("ss by ß", "Straße", "Bahnhofplatz, Ecke Strasse"),
        Found("capital ẞ", "strasse", "STRAẞE"),
        Found("an umlaut by its letter", "muller", "Frau Müller kommt"),
        Found("an umlaut in capitals", "über", "ÜBER UNS"),
        Found("the beginning of a compound", "haus*", "Die Haustür klemmt"),
        Missed("the end of a compound", "tür", "Die Haustür klemmt"),
        Missed("an umlaut spelt with e", "groesse", "Die Größe passt"),
        Missed("another vowel", "mutter", "Die Motte fliegt"));

    private static SearchCase[] Turkish => In("Turkish",
        Found("dotted capital İ", "istanbul", "İSTANBUL'da toplantı"),
        Found("dotless ı", "ISPARTA", "ısparta gülü"),
        Found("dotless ı by i", "isik", "Işık açık"),
        Found("ş, ğ and ç", "agac degisti", "Ağaç değişti"),
        Found("a suffix after an apostrophe", "ankara", "Ankara’ya gidiyoruz"),
        Missed("one letter more", "diş", "disk dolu"));

    private static SearchCase[] Vietnamese => In("Vietnamese",
        Found("without tones", "tieng viet", "Tôi nói Tiếng Việt"),
        Found("đ by d", "duong", "Đường Nguyễn Huệ"),
        Found("tones as marks of their own", "Vie\u0323\u0302t", "người Việt"),
        Found("horns", "nuoc", "Nước mắm"),
        Found("a phrase", "\"việt nam\"", "Đội tuyển Việt Nam thắng"),
        Missed("a phrase in another order", "\"nam viet\"", "Đội tuyển Việt Nam thắng"),
        Missed("another vowel", "nuoc", "năm mới"));

    private static SearchCase[] Polish => In("Polish",
        Found("ł, ó and ź", "lodz", "Jadę do ŁODZI i Łódź"),
        Found("ż", "zolw", "Żółw jest wolny"),
        Found("with accents", "żółw", "zolw"),
        Found("ą and ę", "zazolc gesla jazn", "Zażółć gęślą jaźń, gęśla"),
        Missed("another case", "żółw", "dwa żółwie"));
}
