namespace Bulletin.Grains;

/// <summary>
/// The database is unreachable, hangs or refuses the call. The call may or may not have taken effect; read before you write
/// again. Every driver exception leaves the storage layer as this one, so that callers need not know the engine.
/// </summary>
[GenerateSerializer, Alias("bulletin.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }
    public StorageUnavailableException(string message) : base(message) { }

    /// <param name="cause">The driver's exception. It is quoted in the message but not kept as inner exception: this exception
    /// is sent to gateways that lack the driver and could not deserialise it.</param>
    public StorageUnavailableException(string message, Exception cause) : base(Tell(message, cause)) { }

    private static string Tell(string message, Exception cause) =>
        message.Contains(cause.Message, StringComparison.Ordinal) ? message : $"{message} ({cause.GetType().Name}: {cause.Message})";
}
