using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Bulletin.Api.Mail;

/// <summary>Sends each mail over a connection of its own. Neither addresses nor contents are logged.</summary>
internal sealed class SmtpMailer(IOptions<MailOptions> options) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MailOptions mail = options.Value;

    public bool IsConfigured => !string.IsNullOrWhiteSpace(mail.Host);

    /// <exception cref="Exception">The mail was not sent. There are many reasons, and for the caller they are all the same.</exception>
    public async Task Send(string to, string subject, string text, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(mail.From!));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Body = new TextPart("plain") { Text = text };

        // Of each step of the protocol, and of all together.
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        await client.ConnectAsync(mail.Host!, mail.Port, Security, late.Token);
        if (!string.IsNullOrEmpty(mail.Username)) await client.AuthenticateAsync(mail.Username, await Password(late.Token), late.Token);
        await client.SendAsync(message, late.Token);
        // The server has it. Whether it says goodbye does not matter: disposing closes the connection.
    }

    private SecureSocketOptions Security => mail.Security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private async Task<string> Password(CancellationToken cancellationToken) => string.IsNullOrWhiteSpace(mail.PasswordFile)
        ? mail.Password ?? ""
        : (await File.ReadAllTextAsync(mail.PasswordFile, cancellationToken)).TrimEnd('\r', '\n');
}
