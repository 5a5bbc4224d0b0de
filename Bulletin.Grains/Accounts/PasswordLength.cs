namespace Bulletin.Grains.Accounts;

/// <summary>How long a password may be, in Unicode scalar values.</summary>
public static class PasswordLength
{
    public const int Min = 8;
    public const int Max = 256;
}
