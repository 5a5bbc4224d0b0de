namespace Bulletin.Grains.Tests.Search;

public static partial class SearchCases
{
    private static SearchCase[] Thai => In("Thai",
        Found("a word at the end", "ไทย", "ฉันเรียนภาษาไทย"),
        Found("a word in the middle", "ค้นหา", "การค้นหาข้อความ"),
        Found("a whole sentence", "การค้นหาข้อความ", "การค้นหาข้อความ"),
        Found("one letter", "ก", "ฉันรักเธอมาก"),
        Found("sara am", "น้ำ", "ดื่มน้ำเยอะๆ"),
        Found("while it is typed", "ค้นห*", "การค้นหาข้อความ"),
        Found("two words", "ค้นหา ข้อความ", "การค้นหาข้อความ"),
        Found("digits", "๑๒๓", "ห้อง 123"),
        Missed("another word", "ไทย", "ภาษาลาว"),
        Missed("another tone", "มาที", "มาที่บ้าน"),
        Missed("the same letters in another order", "ยไท", "ภาษาไทย"));

    private static SearchCase[] Lao => In("Lao",
        Found("a word at the end", "ລາວ", "ຂ້ອຍຮຽນພາສາລາວ"),
        Found("a word in the middle", "ພາສາ", "ຂ້ອຍຮຽນພາສາລາວ"),
        Missed("another word", "ໄທ", "ພາສາລາວ"));

    private static SearchCase[] Khmer => In("Khmer",
        Found("a word at the end", "ខ្មែរ", "ខ្ញុំរៀនភាសាខ្មែរ"),
        Found("a word in the middle", "ភាសា", "ខ្ញុំរៀនភាសាខ្មែរ"),
        Found("over an invisible space", "ភាសាខ្មែរ", "ភាសា\u200Bខ្មែរ"),
        Missed("another word", "ថៃ", "ភាសាខ្មែរ"));

    private static SearchCase[] Burmese => In("Burmese",
        Found("a word at the beginning", "မြန်မာ", "မြန်မာဘာသာစကား"),
        Found("a word in the middle", "ဘာသာ", "မြန်မာဘာသာစကား"),
        Missed("another word", "အင်္ဂလိပ်", "မြန်မာဘာသာစကား"));

    private static SearchCase[] Chinese => In("Chinese",
        Found("a word of two characters", "北京", "我在北京大学读书"),
        Found("across a word boundary", "京大", "我在北京大学读书"),
        Found("four characters", "北京大学", "我在北京大学读书"),
        Found("one character", "京", "我在北京大学读书"),
        Found("the last character", "书", "我在北京大学读书"),
        Found("the only character", "好", "好！"),
        Found("beside Latin letters", "itgc", "重跑gen-itgc后再看"),
        Found("before Latin letters", "重跑", "重跑gen-itgc后再看"),
        Found("all together", "重跑gen-itgc后", "请重跑gen-itgc后再看"),
        Found("between full-width punctuation", "世界", "你好，世界！"),
        Found("traditional characters", "臺灣", "歡迎來到臺灣"),
        Found("beyond the basic plane", "𠮷", "在𠮷野家吃饭"),
        Found("a pair beyond the basic plane", "𠮷野", "在𠮷野家吃饭"),
        Found("full-width digits", "２０２６", "2026年"),
        Found("a number before a character", "2026", "2026年1月"),
        Found("a phrase", "\"全文搜索\"", "支持全文搜索功能"),
        Missed("characters in another order", "京北", "我在北京大学读书"),
        Missed("characters apart", "北学", "我在北京大学读书"),
        Missed("half of it", "东京", "我在北京大学读书"));

    private static SearchCase[] Japanese => In("Japanese",
        Found("a word of two characters", "検索", "全文検索を試す"),
        Found("three characters", "日本語", "日本語の文章"),
        Found("the last two", "本語", "これは日本語"),
        Found("one character", "語", "これは日本語"),
        Found("hiragana", "ありがとう", "昨日はありがとうございました"),
        Found("katakana", "サーバー", "本番サーバーが落ちた"),
        Found("half-width katakana", "サーバー", "本番ｻｰﾊﾞｰが落ちた"),
        Found("voicing marks of their own", "か\u3099くせい", "がくせいです"),
        Found("a repetition mark", "時々", "時々動かない"),
        Found("Latin letters and characters", "APIサーバー", "新しいAPIサーバーです"),
        Found("a square abbreviation", "株式会社", "㍿ブレティン"),
        Found("while it is typed", "全文検*", "全文検索を試す"),
        Missed("without voicing", "かくせい", "がくせいです"),
        Missed("katakana for hiragana", "アリガトウ", "ありがとう"),
        Missed("another word", "検証", "全文検索を試す"));

    private static SearchCase[] Korean => In("Korean",
        Found("a word with a particle", "검색", "검색을 합니다"),
        Found("one syllable", "검", "검색을 합니다"),
        Found("the last syllable", "다", "검색을 합니다"),
        Found("inside a compound", "엔진", "검색엔진최적화"),
        Found("two words", "검색 기능", "새 검색기능을 추가"),
        Found("decomposed", "\u1100\u1165\u11B7\u1109\u1162\u11A8", "검색을 합니다"),
        Found("in the text decomposed", "검색", "\u1100\u1165\u11B7\u1109\u1162\u11A8을"),
        Found("a syllable while it is typed", "검새*", "검색을 합니다"),
        Found("a consonant while it is typed", "검ㅅ*", "검색을 합니다"),
        Found("laughter", "ㅋㅋ", "정말 ㅋㅋㅋㅋ"),
        Missed("an open syllable of a closed one", "거", "검색을 합니다"),
        Missed("syllables in another order", "색검", "검색을 합니다"),
        Missed("another final consonant", "검새", "검색을 합니다"));

    private static SearchCase[] Emoji => In("Emoji",
        Found("by itself", "🎉", "We shipped 🎉"),
        Found("beside a word", "great", "great🎉"),
        Found("attached to a word", "🎉", "great🎉"),
        Found("any skin tone", "👍", "👍🏽 from me"),
        Found("by another skin tone", "👍🏿", "👍 from me"),
        Found("with and without the variation", "❤", "❤️ it"),
        Found("a sequence", "👩‍💻", "our 👩‍💻 team"),
        Found("a part of a sequence", "💻", "our 👩‍💻 team"),
        Found("repeated", "😂", "😂😂😂"),
        Found("repeated in the query", "😂😂", "so 😂"),
        Found("a flag among flags", "🇩🇪", "🇫🇷🇩🇪🇮🇹"),
        Found("a check mark", "✔", "✔️ done"),
        Found("an arrow", "→", "a → b"),
        Missed("another one", "👍", "👎"),
        Missed("halves of two flags", "🇷🇩", "🇫🇷🇩🇪"));
}
