namespace Bulletin.Grains.Tests.Search;

public static partial class SearchCases
{
    private static SearchCase[] Devanagari => In("Devanagari",
        Found("a word with vowel signs", "हिन्दी", "मैं हिन्दी सीख रहा हूँ"),
        Found("before a danda", "नमस्ते", "नमस्ते। कैसे हो?"),
        Found("the beginning", "हिन्द*", "हिन्दी"),
        Found("nukta composed or not", "\u0958लम", "क\u093Cलम कहाँ है"),
        Found("digits", "123", "कमरा १२३"),
        Found("a joiner", "क्\u200Dष", "क्ष"),
        Missed("without vowel signs", "हनद", "हिन्दी"),
        Missed("the beginning as a word", "हिन्द", "हिन्दी"));

    private static SearchCase[] Bengali => In("Bengali",
        Found("a word", "বাংলা", "আমি বাংলা বলি।"),
        Found("a vowel composed or not", "ব\u09C7\u09BEন", "ব\u09CBন কোথায়"),
        Found("digits", "২০২৬", "2026"),
        Missed("another vowel", "বাংলা", "বাংলো"));

    private static SearchCase[] Tamil => In("Tamil",
        Found("a word", "தமிழ்", "தமிழ் மொழி"),
        Found("a vowel composed or not", "க\u0BC6\u0BBEடு", "க\u0BCAடு"),
        Found("the beginning", "தமி*", "தமிழில்"),
        Missed("a word with an ending", "தமிழ்", "தமிழில்"));

    private static SearchCase[] Telugu => In("Telugu",
        Found("a word", "తెలుగు", "నేను తెలుగు మాట్లాడతాను"),
        Missed("another word", "తెలుగు", "కన్నడ"));

    private static SearchCase[] Tibetan => In("Tibetan",
        Found("a word of two syllables", "བོད་སྐད", "ང་བོད་སྐད་སྦྱོང"),
        Missed("syllables in another order", "སྐད་བོད", "ང་བོད་སྐད་སྦྱོང"));
}
