namespace Bulletin.Api.Accounts;

/// <summary>A short name for a client by which people recognise their device, such as "Firefox on Linux".</summary>
/// <remarks>From what the client says of itself: a hint, nothing to rely on.</remarks>
internal static class ClientName
{
    private const int MaxLength = 40;

    /// <summary>Most browsers name the others too, so the more particular ones come first.</summary>
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    /// <summary>Android says that it is Linux too, and an iPhone that it is like Mac OS X.</summary>
    private static readonly (string Token, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <param name="userAgent">The <c>User-Agent</c>, or its beginning.</param>
    /// <returns>For what is no known browser, its first product, such as "curl/8.5.0"; null if there is none.</returns>
    public static string? Of(string? userAgent)
    {
        if (userAgent is null) return null;
        if (!userAgent.StartsWith("Mozilla/", StringComparison.Ordinal) || Find(Browsers, userAgent) is not { } browser) return Product(userAgent);
        return Find(Systems, userAgent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Token, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(one => userAgent.Contains(one.Token, StringComparison.Ordinal)).Name;

    /// <summary>What comes before the first comment, up to the first version. Some names have more than one word.</summary>
    private static string? Product(string userAgent)
    {
        var words = userAgent.Split('(')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var version = Array.FindIndex(words, word => word.Contains('/', StringComparison.Ordinal));
        var product = string.Join(' ', version < 0 ? words : words[..(version + 1)]);
        if (product.Length == 0) return null;
        return product.Length <= MaxLength ? product : $"{product[..(char.IsHighSurrogate(product[MaxLength - 1]) ? MaxLength - 1 : MaxLength)].TrimEnd()}…";
    }
}
