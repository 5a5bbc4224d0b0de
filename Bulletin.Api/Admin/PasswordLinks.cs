using Bulletin.Api.Http;
using Bulletin.Api.Mail;
using Bulletin.Api.Site;
using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Admin;

/// <summary>Makes links by which people set a new password, and sends them.</summary>
internal sealed partial class PasswordLinks(
    IGrainFactory grains, IMailer mailer, IOptions<SiteOptions> site, KnownSettings settings, TimeProvider clock, ILogger<PasswordLinks> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <param name="sendTo">An e-mail address; null to send it to nobody.</param>
    /// <exception cref="ProblemException">With <c>mail_not_configured</c>: it can't be sent. No link was made.</exception>
    public async Task<PasswordLinkView> Make(User user, string? sendTo, Actor actor, CancellationToken cancellationToken)
    {
        // A link in a mail has to say where the server is.
        if (sendTo is not null && !(mailer.IsConfigured && site.Value.PublicUrl is { Length: > 0 })) throw new ProblemException(Problems.MailNotConfigured());

        var link = New();
        var command = new BeginReset(user.Id, link.TokenHash, link.ExpiresAt, actor);
        (await grains.GetGrain<IAccountGrain>(Usernames.Key(user.Username)).BeginReset(command, CancellationToken.None).InTime(cancellationToken)).OrThrow();
        return new(link.Url, link.ExpiresAt, sendTo is not null && await Send(sendTo, user, link.Url, cancellationToken));
    }

    /// <summary>A link that works once it is stored with an account.</summary>
    public NewLink New()
    {
        var token = SecretToken.New();
        return new(SecretToken.Hash(token)!, clock.GetUtcNow() + Lifetime, site.Value.Link($"/reset#{token}"));
    }

    internal sealed record NewLink(byte[] TokenHash, DateTimeOffset ExpiresAt, string Url);

    /// <returns>False if it could not be sent: the admin then passes on the link themselves.</returns>
    private async Task<bool> Send(string to, User user, string url, CancellationToken cancellationToken)
    {
        try
        {
            var name = (await settings.Read(cancellationToken)).Name;
            var text = $"""
                With this link you can set a new password for {user.Username} on {name}. It works once, within {Lifetime.Minutes} minutes.

                {url}

                If you did not expect this, you need not do anything.
                """;
            await mailer.Send(to, $"Set your password for {name}", text, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Not the exception itself: mail servers repeat the address in their answers.
            LogNotSent(failure.GetType().Name, user.Id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The link for a new password of user {UserId} could not be sent ({Reason})")]
    private partial void LogNotSent(string reason, Guid userId);
}
