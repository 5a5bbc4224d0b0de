using MimeKit;

namespace Bulletin.Api.Mail;

/// <summary>Adds what sends mail.</summary>
public static class MailServices
{
    public static IServiceCollection AddBulletinMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section)
            .Validate(mail => IsOff(mail) || mail.Port is >= 1 and <= 65_535, "Mail:Port must be between 1 and 65535.")
            .Validate(mail => IsOff(mail) || Enum.IsDefined(mail.Security), "Mail:Security must be StartTls, Tls or None.")
            .Validate(mail => IsOff(mail) || IsAddress(mail.From ?? ""), "Mail:From must be an e-mail address.")
            .Validate(mail => IsOff(mail) || string.IsNullOrWhiteSpace(mail.PasswordFile) || File.Exists(mail.PasswordFile), "Mail:PasswordFile must be a file.")
            .ValidateOnStart();
        return services.AddSingleton<IMailer, SmtpMailer>();
    }

    /// <summary>The parser takes a name without a domain too.</summary>
    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out var address) && address?.Address.Contains('@', StringComparison.Ordinal) is true;

    private static bool IsOff(MailOptions mail) => string.IsNullOrWhiteSpace(mail.Host);
}
