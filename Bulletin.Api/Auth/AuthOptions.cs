namespace Bulletin.Api.Auth;

/// <summary>How access tokens are made and trusted. Configuration section <c>Auth</c>; the same on every gateway.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    public string Issuer { get; set; } = "bulletin";

    public string Audience { get; set; } = "bulletin";

    /// <summary>How long an access token is good: from a minute to an hour. A session that ends is noticed within seconds all the same.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Private P-256 keys as PEM text. The first signs, all of them are trusted: to rotate, add the new key behind the old one on
    /// every gateway, then put it first, and take the old one away once its last tokens have expired.
    /// </summary>
    public IList<string> SigningKeys { get; } = [];

    /// <summary>Files that hold such keys; they come after <see cref="SigningKeys"/>.</summary>
    public IList<string> SigningKeyFiles { get; } = [];

    /// <summary>Where a key is made when none is given. The folder is made too; all gateways on it share the key.</summary>
    public string KeyFolder { get; set; } = "data/keys";
}
