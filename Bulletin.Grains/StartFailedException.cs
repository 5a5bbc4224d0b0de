namespace Bulletin.Grains;

/// <summary>A process can't start, for a reason that whoever started it can put right. The message is all they need to see.</summary>
public sealed class StartFailedException : Exception
{
    public StartFailedException(string message, Exception? inner = null) : base(message, inner) { }
}
