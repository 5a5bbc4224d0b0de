namespace Bulletin.Grains;

/// <summary>The precision of every time in Bulletin, so that stored, sent and compared values are equal.</summary>
internal static class Milliseconds
{
    public static DateTimeOffset Cut(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
