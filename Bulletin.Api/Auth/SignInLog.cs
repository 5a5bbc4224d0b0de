using Bulletin.Grains;

namespace Bulletin.Api.Auth;

/// <summary>Logs refused sign-ins for operators. Does not log the username, because people type passwords there.</summary>
internal sealed partial class SignInLog(ILogger<SignInLog> logger)
{
    [LoggerMessage(LogLevel.Information, "A sign-in from {Address} was refused: {Reason}")]
    public partial void Refused(string address, Refusal reason);
}
