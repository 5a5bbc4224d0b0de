using Bulletin.Api.Http;

namespace Bulletin.Api.Members;

/// <summary>The secret of an invitation.</summary>
public static class InvitationToken
{
    public static string New() => SecretToken.New();

    /// <inheritdoc cref="SecretToken.Hash"/>
    public static byte[]? Hash(string token) => SecretToken.Hash(token);

    /// <summary>The page that shows the invitation. Browsers don't send what follows the #, so the token reaches servers in API calls only.</summary>
    public static string Url(string token) => $"/invite#{token}";
}
