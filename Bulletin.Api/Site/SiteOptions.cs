namespace Bulletin.Api.Site;

/// <summary>Where the site is, section <c>Site</c>.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The address at which people open the site, such as <c>https://chat.example.org</c>, for links in mail. Links are relative to the server without it.</summary>
    public string? PublicUrl { get; set; }

    public bool IsValid => PublicUrl is not { Length: > 0 } url
        || Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address is { Query: "", Fragment: "" };

    /// <summary>A page of the web client: absolute, if the public address is known.</summary>
    /// <param name="path">Begins with a slash.</param>
    public string Link(string path) => (PublicUrl ?? "").TrimEnd('/') + path;
}
