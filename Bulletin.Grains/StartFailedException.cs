namespace Bulletin.Grains;

/// <summary>A process can't start for a reason that its operator can fix. The message is all they need to see.</summary>
public sealed class StartFailedException : Exception
{
    public StartFailedException(string message, Exception? inner = null) : base(message, inner) { }
}
