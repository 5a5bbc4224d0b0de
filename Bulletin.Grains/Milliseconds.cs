namespace Bulletin.Grains;

/// <summary>The precision of every time in Bulletin: what is stored, sent and compared is the same value.</summary>
internal static class Milliseconds
{
    public static DateTimeOffset Cut(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
