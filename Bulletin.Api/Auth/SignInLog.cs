using Bulletin.Grains;

namespace Bulletin.Api.Auth;

/// <summary>What operators read of sign-ins that were refused. Whose name was tried is not said: people type passwords there.</summary>
internal sealed partial class SignInLog(ILogger<SignInLog> logger)
{
    [LoggerMessage(LogLevel.Information, "A sign-in from {Address} was refused: {Reason}")]
    public partial void Refused(string address, Refusal reason);
}
