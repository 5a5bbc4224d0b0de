using Bulletin.Api.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests.Mail;

/// <summary>Mail goes out through a real SMTP server, or fails so that the caller can tell.</summary>
public sealed class SmtpMailerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_with_its_sender_subject_and_text()
    {
        await using MailServer server = new();

        await Mailer(new() { Host = "127.0.0.1", Port = await server.Port, Security = MailSecurity.None, From = "Tea <tea@example.org>" })
            .Send("ada@example.org", "Your password", "A link ✓", Cancel);

        var mail = Assert.Single(server.Received);
        Assert.Equal(("\"Tea\" <tea@example.org>", "ada@example.org", "Your password"), (mail.From.ToString(), mail.To.ToString(), mail.Subject));
        Assert.Equal("A link ✓", mail.TextBody?.Trim());
    }

    [Fact]
    public async Task The_password_is_read_from_its_file()
    {
        await using MailServer server = new(password: "s3cret");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "s3cret\n", Cancel);
            await Mailer(await Authenticated(server, options => options.PasswordFile = file)).Send("ada@example.org", "Hello", "Hello", Cancel);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task With_a_wrong_password_nothing_is_sent()
    {
        await using MailServer server = new(password: "s3cret");
        var mailer = Mailer(await Authenticated(server, options => options.Password = "wrong"));

        await Assert.ThrowsAsync<AuthenticationException>(() => mailer.Send("ada@example.org", "Hello", "Hello", Cancel));

        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_server_that_refuses_a_mail_is_not_taken_for_one_that_sent_it()
    {
        await using MailServer server = new() { Refuses = true };
        var mailer = Mailer(new() { Host = "127.0.0.1", Port = await server.Port, Security = MailSecurity.None, From = "tea@example.org" });

        await Assert.ThrowsAsync<SmtpCommandException>(() => mailer.Send("ada@example.org", "Hello", "Hello", Cancel));
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_when_encryption_is_asked_for()
    {
        await using MailServer server = new();
        var mailer = Mailer(new() { Host = "127.0.0.1", Port = await server.Port, From = "tea@example.org" });

        await Assert.ThrowsAsync<NotSupportedException>(() => mailer.Send("ada@example.org", "Hello", "Hello", Cancel));

        Assert.Empty(server.Received);
    }

    [Fact]
    public void Without_a_host_there_is_no_mail_and_the_server_starts() => Assert.False(Configured().GetRequiredService<IMailer>().IsConfigured);

    [Theory]
    [InlineData("Mail:From", "nobody at all")]
    [InlineData("Mail:Port", "0")]
    [InlineData("Mail:PasswordFile", "/does/not/exist")]
    public void With_a_host_a_wrong_value_keeps_the_server_from_starting(string key, string value)
    {
        var services = Configured(("Mail:Host", "mail.example.org"), ("Mail:From", "tea@example.org"), (key, value));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    private static SmtpMailer Mailer(MailOptions options) => new(Options.Create(options));

    private static async Task<MailOptions> Authenticated(MailServer server, Action<MailOptions> with)
    {
        MailOptions options = new() { Host = "127.0.0.1", Port = await server.Port, Security = MailSecurity.None, From = "tea@example.org", Username = "tea" };
        with(options);
        return options;
    }

    private static ServiceProvider Configured(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> values = [];
        foreach (var (key, value) in settings) values[key] = value;
        return new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).AddBulletinMail().BuildServiceProvider();
    }
}
