"""The ledger, and what the database itself holds of it: sum zero, append only, never overdrawn."""

import django.db.models.deletion
from django.db import migrations, models

import yinuo.promise.columns

# What was booked stays: refused like a constraint (class 23), so that a sweep that meets it waits instead of falling.
APPEND_ONLY = """
create function wallet_keep() returns trigger language plpgsql as $$
begin
    raise exception 'what was booked is neither changed nor deleted' using errcode = 'restrict_violation';
end $$;
create trigger wallet_entry_stays before update or delete on wallet_entry
    for each row execute function wallet_keep();
create trigger wallet_transaction_stays before update or delete on wallet_transaction
    for each row execute function wallet_keep();
create trigger wallet_account_stays before delete on wallet_account
    for each row execute function wallet_keep();
"""

# When a transaction of the database commits, each of its bookings has all its entries and sums to zero; none gets
# further entries later, since their number is written in its own row, which stays.
ZERO = """
create function wallet_zero() returns trigger language plpgsql as $$
declare
    which uuid := case tg_table_name when 'wallet_entry' then to_jsonb(new) ->> 'transaction_id' else to_jsonb(new) ->> 'id' end;
    wrong boolean;
begin
    select count(e.id) <> t.size or coalesce(sum(e.fen), 0) <> 0 into wrong
    from wallet_transaction t left join wallet_entry e on e.transaction_id = t.id
    where t.id = which group by t.id, t.size;
    if wrong then
        raise exception 'the entries of a transaction are not complete, or do not sum to zero'
            using errcode = 'check_violation', constraint = 'wallet_sums_to_zero';
    end if;
    return null;
end $$;
create constraint trigger wallet_transaction_sums_to_zero after insert on wallet_transaction
    deferrable initially deferred for each row execute function wallet_zero();
create constraint trigger wallet_entry_sums_to_zero after insert on wallet_entry
    deferrable initially deferred for each row execute function wallet_zero();
"""

# A guarded account's balance is the sum of its entries and never below zero; nothing else writes it.
BALANCE = """
create function wallet_count() returns trigger language plpgsql as $$
begin
    update wallet_account set balance = balance + new.fen where id = new.account_id and kind in ('held', 'refunding', 'pending', 'available', 'payout');
    return null;
end $$;
create trigger wallet_entry_counts after insert on wallet_entry for each row execute function wallet_count();

create function wallet_account_keep() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.balance <> 0 then
            raise exception 'an account begins empty' using errcode = 'check_violation';
        end if;
    elsif pg_trigger_depth() < 2 or to_jsonb(new) - 'balance' <> to_jsonb(old) - 'balance' then
        raise exception 'an account changes by booking alone' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger wallet_account_counts before insert or update on wallet_account
    for each row execute function wallet_account_keep();
"""

UNDO = """
drop function wallet_keep, wallet_zero, wallet_count, wallet_account_keep cascade;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("channel", "支付渠道"),
                            ("held", "订单暂存"),
                            ("refunding", "退款在途"),
                            ("fee", "医院服务费"),
                            ("pending", "待结算收入"),
                            ("available", "可提现收入"),
                            ("tax", "代扣个人所得税"),
                            ("payout", "提现在途"),
                            ("bank", "已付到银行卡"),
                        ],
                        max_length=12,
                    ),
                ),
                ("person", models.UUIDField(null=True)),
                ("subject", models.UUIDField(null=True)),
                ("month", models.DateField(null=True)),
                ("channel", models.CharField(blank=True, default="", max_length=12)),
                ("balance", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "kind"], name="accounts_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "person", "subject", "month", "channel"),
                        name="account_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="account_never_overdrawn"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "channel",
                                    "held",
                                    "refunding",
                                    "fee",
                                    "pending",
                                    "available",
                                    "tax",
                                    "payout",
                                    "bank",
                                ],
                            )
                        ),
                        name="account_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transaction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paid", "患者付款"),
                            ("cancelled", "转入退款"),
                            ("refunded", "退款到账"),
                            ("earned", "问诊收入"),
                            ("settled", "月度结算"),
                            ("withdrawn", "申请提现"),
                            ("paid_out", "提现到账"),
                            ("returned", "提现退回"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("order", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("size", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["order", "at"], name="transactions_of_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "paid",
                                    "cancelled",
                                    "refunded",
                                    "earned",
                                    "settled",
                                    "withdrawn",
                                    "paid_out",
                                    "returned",
                                ],
                            )
                        ),
                        name="transaction_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gte", 2)), name="transaction_has_two_sides"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fen", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="wallet.account"
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="wallet.transaction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("transaction", "account"), name="entry_once_an_account"),
                    models.CheckConstraint(condition=models.Q(("fen", 0), _negated=True), name="entry_moves_something"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY + ZERO + BALANCE, UNDO),
    ]
