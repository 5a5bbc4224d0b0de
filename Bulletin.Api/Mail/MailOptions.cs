namespace Bulletin.Api.Mail;

/// <summary>The mail server through which links are sent, section <c>Mail</c>. Without a host, no mail is sent.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Null for a server that asks for none.</summary>
    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>A file that holds the password and is read for each mail, so that the password can be changed while the server runs.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The sender's address, with or without a name: <c>Bulletin &lt;bulletin@example.org&gt;</c>.</summary>
    public string? From { get; set; }
}

/// <summary>How the connection to the mail server is encrypted. The server's certificate must be valid.</summary>
public enum MailSecurity
{
    /// <summary>It begins in the clear and must then be encrypted.</summary>
    StartTls,
    /// <summary>It is encrypted from the start.</summary>
    Tls,
    /// <summary>Not at all: only for a server on the same machine or in a trusted network.</summary>
    None,
}
