namespace Bulletin.Bench.Data;

/// <summary>
/// Messages of 5 to 40 words, over two years, that are the same in every run. The tenth busiest topic has a tenth of the messages of the busiest; so it is
/// with people and with words.
/// </summary>
internal sealed class Talk(int topics, int messages)
{
    public const int People = 10_000;

    private const int Shortest = 5, Longest = 40;

    private const long Lasted = 2L * 365 * 24 * 60 * 60 * 1_000;

    public int Topics => topics;

    public int Messages => messages;

    /// <summary>When all topics were made, before the first message.</summary>
    public static long Began => History.CreatedAt(0, 0);

    public static string Username(int person) => $"person-{person}";

    public static string TopicName(int topic) => $"Topic {topic}";

    /// <summary>One in twenty, with one member.</summary>
    public static bool IsPrivate(int topic) => topic % 20 == 19;

    /// <summary>A message, by its number from the oldest one on.</summary>
    public Said At(int number)
    {
        Dice dice = new((ulong)number);
        var (topic, author) = (dice.Ranked(topics), dice.Ranked(People));
        var words = new int[Shortest + dice.Below(Longest - Shortest + 1)];
        for (var i = 0; i < words.Length; i++) words[i] = dice.Ranked(Vocabulary.Count);
        return new(topic, author, Began + topics + Lasted * number / messages, words);
    }

    /// <summary>All messages with their seqs, the oldest first.</summary>
    public IEnumerable<(Said Said, long Seq)> All()
    {
        var seqs = new int[topics];
        for (var number = 0; number < messages; number++)
        {
            var said = At(number);
            yield return (said, ++seqs[said.Topic]);
        }
    }
}

/// <param name="Words">Their ranks in the <see cref="Vocabulary"/>.</param>
internal sealed record Said(int Topic, int Author, long CreatedAt, int[] Words)
{
    public string Text => string.Join(' ', Words.Select(Vocabulary.Word));
}
