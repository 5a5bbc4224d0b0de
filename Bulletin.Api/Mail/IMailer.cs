namespace Bulletin.Api.Mail;

/// <summary>Sends mail, if the operator has named a server for it.</summary>
public interface IMailer
{
    bool IsConfigured { get; }

    /// <summary>Ends in seconds, one way or the other.</summary>
    /// <exception cref="Exception">It was not sent.</exception>
    Task Send(string to, string subject, string text, CancellationToken cancellationToken);
}
