namespace Bulletin.Grains.Tests.Search;

public static partial class SearchCases
{
    private static SearchCase[] Greek => In("Greek",
        Found("final sigma", "οδοσ", "Η οδός είναι κλειστή"),
        Found("capitals", "ΑΘΗΝΑ", "η Αθήνα το βράδυ"),
        Found("polytonic", "αθηναι", "Ἀθῆναι"),
        Found("dialytika", "μαιου", "1 Μαΐου"),
        Missed("another word", "αθηνα", "Θεσσαλονίκη"),
        Missed("Latin letters that look alike", "A", "Α και Β"));

    private static SearchCase[] Cyrillic => In("Cyrillic",
        Found("capitals", "привет", "ПРИВЕТ, мир"),
        Found("ё by е", "елка", "Новогодняя ёлка"),
        Found("й composed or not", "синии\u0306", "синий экран"),
        Found("the beginning", "привет*", "приветствие"),
        Found("Ukrainian apostrophes", "м'ята", "чай, м’ята і лимон"),
        Found("Ukrainian without an apostrophe", "мята", "м'ята"),
        Found("Serbian", "љубав", "ЉУБАВ"),
        Found("an identifier", "заказ", "поле номерЗаказа и типЗаказ"),
        Missed("the beginning as a word", "привет", "приветствие"),
        Missed("Latin letters that look alike", "Ada", "Аdа"));

    private static SearchCase[] Georgian => In("Georgian",
        Found("a word", "საქართველო", "გამარჯობა, საქართველო!"),
        Found("capitals", "საქართველო", "ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ"),
        Found("the beginning", "საქართ*", "საქართველოში"),
        Missed("a word with an ending", "საქართველო", "საქართველოში"));

    private static SearchCase[] Armenian => In("Armenian",
        Found("capitals", "հայաստան", "ՀԱՅԱՍՏԱՆ"),
        Found("the ligature և", "երեւան", "Բարև, Երևան"),
        Found("before a full stop", "երևան", "Սա Երեւան։"),
        Missed("another word", "երևան", "Գյումրի"));

    private static SearchCase[] Amharic => In("Amharic",
        Found("a word", "ሰላም", "ሰላም ለሁሉም"),
        Found("between word spaces", "ለዓለም", "ሰላም፡ለዓለም።"),
        Found("the beginning", "ለሁ*", "ሰላም ለሁሉም"),
        Missed("another vowel", "ሰላም", "ሰለም"));

    private static SearchCase[] Hebrew => In("Hebrew",
        Found("points", "שלום", "שָׁלוֹם לכולם"),
        Found("with points", "שָׁלוֹם", "שלום לכולם"),
        Found("an acronym", "צה״ל", "דובר צה\"ל מסר"),
        Found("an acronym without its mark", "צהל", "דובר צה״ל מסר"),
        Found("the beginning", "מחש*", "המחשב? לא, מחשבים"),
        Missed("a word with an article", "מחשב", "המחשב"),
        Missed("another word", "שלום", "לילה טוב"));

    private static SearchCase[] Arabic => In("Arabic",
        Found("vowel marks", "كتاب", "قرأت كِتَاب اليوم"),
        Found("a stretched word", "كتاب", "كـــتـــاب"),
        Found("alef with hamza", "احمد", "مرحبا يا أحمد"),
        Found("alef without hamza", "أحمد", "مرحبا يا احمد"),
        Found("alef wasla", "ابن", "ٱبن"),
        Found("teh marbuta by heh", "مدرسه", "مدرسة البنات"),
        Found("yeh without dots", "علي", "على الطاولة"),
        Found("presentation forms", "سلام", "ﺳﻼﻡ"),
        Found("digits", "2026", "سنة ٢٠٢٦"),
        Found("digits by Arabic ones", "٢٠٢٦", "in 2026"),
        Found("before an Arabic comma", "نعم", "نعم، غدا"),
        Missed("the same letters in another order", "كتاب", "كاتب"),
        Missed("a word with an article", "كتاب", "الكتاب"));

    private static SearchCase[] Persian => In("Persian",
        Found("Arabic kaf and yeh", "كتابي", "کتابی خریدم"),
        Found("Persian kaf", "کتاب", "كتاب"),
        Found("a word with a non-joiner", "می‌خواهم", "من می‌خواهم بروم"),
        Found("a non-joiner by a space", "\"می خواهم\"", "من می‌خواهم بروم"),
        Found("a non-joiner left out", "میخواهم", "من می‌خواهم بروم"),
        Found("the word before a suffix", "کتاب", "کتاب‌ها"),
        Found("digits", "1405", "سال ۱۴۰۵"),
        Found("Urdu", "ہے", "یہ ٹھیک ہے۔"),
        Missed("another word", "کتاب", "دفتر"));
}
