using System.Text;

namespace Bulletin.Faults.Clients;

/// <summary>Texts of all lengths and scripts: what is stored has to be what was sent, byte for byte.</summary>
internal static class Texts
{
    private static readonly string[] Pieces =
        ["tea", "Grüße", "naïve café", "日本語のメッセージ", "👩‍👩‍👧‍👦 family", "e\u0301 is not é", "line\nbreak", "tab\there", "\"quoted\" \\ back", "<b>not bold</b>", "مرحبا", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "'; DROP TABLE messages; --"];

    public static string Next(Random random)
    {
        var text = new StringBuilder();
        var pieces = random.Next(100) < 2 ? 120 : random.Next(1, 12);
        for (var i = 0; i < pieces; i++) text.Append(i == 0 ? "" : " ").Append(Pieces[random.Next(Pieces.Length)]);
        return text.Append(" #").Append(random.NextInt64()).ToString();
    }

    /// <summary>The number at the end, which no other text has.</summary>
    public static string NumberOf(string text) => string.Concat(text[(text.LastIndexOf('#') + 1)..].TakeWhile(char.IsAsciiDigit));
}
