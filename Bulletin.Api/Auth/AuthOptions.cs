namespace Bulletin.Api.Auth;

/// <summary>How access tokens are issued and trusted. Configuration section <c>Auth</c>; the same on every gateway.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    public string Issuer { get; set; } = "bulletin";

    public string Audience { get; set; } = "bulletin";

    /// <summary>How long an access token is valid: from one minute to one hour. The end of a session is noticed within seconds anyway.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Private P-256 keys as PEM text. The first one signs, all are trusted. To rotate, add the new key after the old one on
    /// every gateway, then put it first, and remove the old one once its last tokens have expired.
    /// </summary>
    public IList<string> SigningKeys { get; } = [];

    /// <summary>Files with such keys. They come after <see cref="SigningKeys"/>.</summary>
    public IList<string> SigningKeyFiles { get; } = [];

    /// <summary>Where a key is created if none is given. The folder is created too. All gateways that use it share the key.</summary>
    public string KeyFolder { get; set; } = "data/keys";
}
