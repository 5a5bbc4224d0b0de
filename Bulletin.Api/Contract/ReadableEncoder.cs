using System.Text.Encodings.Web;

namespace Bulletin.Api.Contract;

/// <summary>
/// Extends <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/>, which keeps every script readable, to characters beyond the
/// Basic Multilingual Plane: an emoji is four bytes of UTF-8 instead of twelve bytes of <c>\uXXXX\uXXXX</c>.
/// </summary>
internal sealed class ReadableEncoder : JavaScriptEncoder
{
    public static readonly ReadableEncoder Instance = new();

    private static readonly JavaScriptEncoder Inner = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Inner.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var at = 0; at < textLength; at += 2)
        {
            var found = Inner.FindFirstCharacterToEncode(text + at, textLength - at);
            if (found < 0) return -1;
            at += found;
            var isPair = at + 1 < textLength && char.IsSurrogatePair(text[at], text[at + 1]);
            if (!isPair) return at;
        }
        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
}
