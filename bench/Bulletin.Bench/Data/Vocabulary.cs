namespace Bulletin.Bench.Data;

/// <summary>Made-up words by rank. As in languages, the most frequent ones are short.</summary>
internal static class Vocabulary
{
    public const int Count = 200_000;

    private const string Consonants = "bcdfghjklmnprstv", Vowels = "aeiou";

    private static readonly string[] s_syllables = [.. Consonants.SelectMany(consonant => Vowels.Select(vowel => $"{consonant}{vowel}"))];

    private static readonly string[] s_words = [.. Enumerable.Range(0, Count).Select(Spelled)];

    public static string Word(int rank) => s_words[rank];

    private static string Spelled(int rank)
    {
        var syllables = s_syllables.Length;
        var begin = s_syllables[rank % syllables] + s_syllables[rank / syllables % syllables];
        return rank < syllables * syllables ? begin : begin + s_syllables[rank / (syllables * syllables)];
    }
}
