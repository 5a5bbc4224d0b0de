using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Bulletin.Api.Connections;
using MessagePack;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Hubs;

/// <summary>
/// Writes pre-rendered responses, and errors as <c>code: detail</c>. SignalR puts its own sentence in front of a hub exception, and
/// has other texts for calls that never reach the hub. Clients that switch on codes would have to parse them.
/// </summary>
internal sealed class HubErrorRewriter(IHubProtocol protocol) : IHubProtocol
{
    private const string FromHub = $"{nameof(HubException)}: ";

    /// <summary>Methods whose responses may be large.</summary>
    private static readonly FrozenSet<string> Answering = typeof(BulletinHub).GetMethods()
        .Where(method => method.ReturnType == typeof(Task<HubAnswer>)).Select(method => method.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string Name => protocol.Name;

    public int Version => protocol.Version;

    public TransferFormat TransferFormat => protocol.TransferFormat;

    public bool IsVersionSupported(int version) => protocol.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!TryParse(ref input, binder, out message)) return false;
        // A response's memory is released when it is written, so calls that want no response are replaced by a no-op ping.
        if (message is InvocationMessage { InvocationId: null or "" } sent && Answering.Contains(sent.Target)) message = PingMessage.Instance;
        return true;
    }

    /// <summary>Invalid MessagePack fails as invalid JSON does: otherwise SignalR would take it for a failure of its own.</summary>
    private bool TryParse(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        try
        {
            return protocol.TryParseMessage(ref input, binder, out message);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            throw new InvalidDataException("The MessagePack is invalid.", e);
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is CompletionMessage { InvocationId: { } invocationId, Result: HubAnswer answer })
        {
            if (output is LeasedOutput leased && answer.Room is { } room) leased.Hold(room);
            answer.WriteTo(output, invocationId, asJson: TransferFormat == TransferFormat.Text);
        }
        else protocol.WriteMessage(Plain(message), output);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => protocol.GetMessageBytes(Plain(message));

    /// <summary>Wraps every registered protocol.</summary>
    public static void Around(IServiceCollection services)
    {
        foreach (var added in services.Where(s => s.ServiceType == typeof(IHubProtocol)).ToArray())
        {
            services.Remove(added);
            services.AddSingleton<IHubProtocol>(provider =>
                new HubErrorRewriter((IHubProtocol)ActivatorUtilities.CreateInstance(provider, added.ImplementationType!)));
        }
    }

    private static HubMessage Plain(HubMessage message) => message switch
    {
        CompletionMessage { Error: { } error } completion => new CompletionMessage(completion.InvocationId!, Plain(error), result: null, hasResult: false),
        CloseMessage closing => ProtocolErrors.Plain(closing),
        _ => message,
    };

    private static string Plain(string error)
    {
        if (error.EndsWith("Method does not exist.", StringComparison.Ordinal) || error.StartsWith("Unknown hub method", StringComparison.Ordinal))
            return "not_found: The hub method does not exist.";

        var from = error.IndexOf(FromHub, StringComparison.Ordinal);
        return from >= 0 ? error[(from + FromHub.Length)..] : "validation_failed: An argument is missing or has the wrong type.";
    }
}
