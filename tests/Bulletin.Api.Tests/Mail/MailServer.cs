using System.Buffers;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Bulletin.Api.Tests.Mail;

/// <summary>A mail server in this process, on a free port, that keeps what it is sent.</summary>
internal sealed class MailServer : MessageStore, IAsyncDisposable
{
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<MimeMessage> received = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    /// <param name="password">What everybody has to sign in with; null if nobody has to.</param>
    public MailServer(string? password = null)
    {
        EndpointListenerFactory listeners = new();
        listeners.EndpointStarted += (_, started) => port.TrySetResult(((IPEndPoint)started.LocalEndPoint).Port);
        SmtpServer.ComponentModel.ServiceProvider services = new();
        services.Add((IMessageStore)this);
        services.Add((IEndpointListenerFactory)listeners);
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((_, given) => given == password));
        var options = new SmtpServerOptionsBuilder().ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new(IPAddress.Loopback, 0)).AllowUnsecureAuthentication(true).AuthenticationRequired(password is not null))
            .Build();
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
    }

    public Task<int> Port => port.Task;

    public IReadOnlyList<MimeMessage> Received => received;

    /// <summary>Whether it refuses what it is sent.</summary>
    public bool Refuses { get; init; }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Refuses) return SmtpResponse.TransactionFailed;
        using MemoryStream bytes = new(buffer.ToArray());
        received.Add(await MimeMessage.LoadAsync(bytes, cancellationToken));
        return SmtpResponse.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
        foreach (var message in received) message.Dispose();
    }
}
